// Registers that were filled in where there was no network, kept on this device until the server has them.
// Shared by the pages, which import it, and the service worker, which takes it as a classic script.

globalThis.keptSheets = (() => {
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("livret", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("sheets", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  const act = async (mode, work) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction("sheets", mode);
        const asked = work(transaction.objectStore("sheets"));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  };

  const all = async () => {
    const sheets = await act("readonly", (store) => store.getAll());
    return sheets.sort((one, other) => one.kept_at.localeCompare(other.kept_at));
  };
  const put = (sheet) => act("readwrite", (store) => store.put(sheet));
  const remove = (key) => act("readwrite", (store) => store.delete(key));

  // A sheet is being sent for a minute at most: whatever ended the page meanwhile, the server knows its key.
  const unsent = async () => (await all()).filter(
    (sheet) => sheet.state === "unsent" || Date.now() - Date.parse(sheet.kept_at) > 60000);

  return { all, put, remove, unsent };
})();

// Where there is no network: the registers that a trainer has opened can be read and filled in, and nothing else.
// What is kept of a page belongs to one person; it goes when they sign out, when somebody else signs in, and after four days.

importScripts("/static/js/kept-sheets.js");

const shell = "livret-shell";
const pages = "livret-pages";
const offlinePage = "/hors-connexion";
const fourDays = 4 * 24 * 3600 * 1000;
const patience = 8000;
// With these the server has read the marks, and shows what became of them.
const answered = new Set([200, 409, 422]);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOldPages().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(fetch(event.data.keep).then((answer) => keepPage(event.data.keep, answer)).catch(() => null));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  if (request.mode !== "navigate") return;
  if (request.method === "GET") event.respondWith(page(request, url));
  else if (isRegister(url)) event.respondWith(record(request, url));
  else if (url.pathname === "/deconnexion") event.waitUntil(caches.delete(pages));
});

async function install() {
  const page = await fetch(offlinePage, { cache: "reload" });
  const files = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  const cache = await caches.open(shell);
  await cache.put(offlinePage, page);
  await cache.addAll([...new Set([...files, "/static/js/kept-sheets.js"])]);
  await self.skipWaiting();
}

async function asset(request) {
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await (await caches.open(shell)).put(request, answer.clone());
    return answer;
  } catch {
    return await caches.match(request, { ignoreSearch: true, ignoreVary: true }) ?? Response.error();
  }
}

const isRegister = (url) => /^\/reseau\/[^/]+\/seances\/\d+$/.test(url.pathname);
const ignoring = { ignoreSearch: true, ignoreVary: true };

// Always the server’s answer where there is one; the copy, marked as such, where there is none or none in time.
async function page(request, url) {
  await forgetOldPages();
  const copy = await caches.match(url.pathname, { cacheName: pages, ...ignoring });
  const asked = fetch(request);
  try {
    const answer = await (copy ? Promise.race([asked, late()]) : asked);
    await learn(url, answer);
    return answer;
  } catch {
    asked.catch(() => null);
    if (copy) return marked(copy);
    return await caches.match(offlinePage, { cacheName: shell, ...ignoring }) ?? Response.error();
  }
}

const late = () => new Promise((_resolve, reject) => setTimeout(reject, patience, new Error("late")));

async function learn(url, answer) {
  if (url.pathname === "/connexion" && answer.status === 200) {
    await caches.delete(pages);
    // What was just sent has ended on this page: it was not taken.
    await settle((sheet) => sheet.state === "sending", "unsent");
  }
  if (!isRegister(url) || answer.status !== 200) return;
  await settle((sheet) => sheet.state === "sending" && sheet.path === url.pathname, null);
  await keepPage(url.pathname, answer.clone());
}

async function settle(isMeant, state) {
  for (const sheet of (await keptSheets.all()).filter(isMeant)) {
    if (state) await keptSheets.put({ ...sheet, state });
    else await keptSheets.remove(sheet.key);
  }
}

async function keepPage(path, answer) {
  const person = answer.headers.get("Livret-Keep");
  const cache = await caches.open(pages);
  if (!person || answer.status !== 200) {
    await cache.delete(path, ignoring);
    return;
  }
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, ignoring);
    if (kept.headers.get("Livret-Keep") !== person) await cache.delete(request, ignoring);
  }
  // It takes the place of the copy before it at once: at no moment is there none.
  await cache.put(path, answer);
}

async function forgetOldPages() {
  const cache = await caches.open(pages);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, ignoring);
    if (Date.now() - Date.parse(kept.headers.get("Date")) > fourDays) await cache.delete(request, ignoring);
  }
}

async function marked(copy) {
  const text = (await copy.text()).replace("<html ", "<html data-kept ");
  return new Response(text, { headers: copy.headers });
}

// The marks are kept before they are sent, and forgotten once the server has answered for them.
async function record(request, url) {
  const sheet = sheetOf(await request.clone().formData(), url);
  if (!sheet) return fetch(request);
  await settle((kept) => kept.path === sheet.path && kept.person === sheet.person && !kept.tries, null);
  await keptSheets.put(sheet);
  const answer = await fetch(request).catch(() => null);
  // A redirection leads to the register, or to signing in: the next page tells which.
  if (answer?.type === "opaqueredirect") return answer;
  if (answer && answered.has(answer.status)) {
    await keptSheets.remove(sheet.key);
    return answer;
  }
  await keptSheets.put({ ...sheet, state: "unsent" });
  const isForLater = !answer || answer.status === 400 || answer.status >= 500;
  return isForLater ? Response.redirect(url.pathname, 303) : answer;
}

function sheetOf(form, url) {
  const kept = {};
  const fields = {};
  for (const [name, value] of form) {
    if (name.startsWith("kept_")) kept[name] = value;
    else if (name !== "csrf_token" && typeof value === "string") fields[name] = value;
  }
  if (!kept.kept_person) return null;
  const now = new Date();
  return {
    key: crypto.randomUUID(),
    person: kept.kept_person,
    path: url.pathname,
    opened_at: kept.kept_opened_at,
    shown: kept.kept_shown,
    kept_at: now.toISOString(),
    local_time: now.toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" }).replace(/\s/g, " "),
    fields,
    state: "sending",
    tries: 0,
  };
}

// Says what is kept on this device and not sent yet, and sends it: when the network is back, when a page opens, on a button.

import "./kept-sheets.js";

const halfAMinute = 30000;
const bar = document.querySelector("[data-outbox]");
const words = bar.querySelector("[data-outbox-words]");
const link = bar.querySelector("[data-outbox-link]");
const sendButton = bar.querySelector("[data-outbox-send]");
const dropButton = bar.querySelector("[data-outbox-drop]");
const page = document.documentElement.dataset;
const form = document.querySelector("[data-register]");
let isSending = false;
let isAskedAgain = false;
let retry = 0;
let said = "";

const clock = (at) => new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" })
  .formatToParts(at).map(({ type, value }) => (type === "literal" ? " h " : value)).join("").replace(/^0/, "");

// On a page that does not know who reads it, everybody’s count; on that of a person, their own.
const ownSheets = async () => (await keptSheets.unsent()).filter((sheet) => !page.person || sheet.person === page.person);

async function show() {
  const own = await ownSheets();
  const others = (await keptSheets.unsent()).length - own.length;
  const lines = [];
  if ("kept" in page && form) {
    const opened = new Date(form.elements.kept_opened_at.value);
    const isOfToday = opened.toDateString() === new Date().toDateString();
    const day = isOfToday ? "" : ` (${opened.toLocaleDateString(document.documentElement.lang)})`;
    lines.push(`${bar.dataset.offline} ${clock(opened)}${day}.`);
  }
  if (own.length) lines.push(`${bar.dataset.unsent} (${own.length}).`);
  if (others) lines.push(`${bar.dataset.others} (${others}).`);
  if (said) lines.push(said);
  own.filter((sheet) => sheet.refused).forEach((sheet) => lines.push(sheet.refused));
  words.textContent = lines.join(" ");
  bar.hidden = !lines.length;
  sendButton.hidden = !own.length;
  dropButton.hidden = !own.some((sheet) => sheet.refused);
}

async function send() {
  // The network may come back while a try without it is under way.
  isAskedAgain = isSending;
  if (isSending) return;
  isSending = true;
  try {
    do {
      isAskedAgain = false;
      await sendOnce();
    } while (isAskedAgain);
  } finally {
    isSending = false;
    await show();
  }
}

async function sendOnce() {
  if (!(await ownSheets()).length) return;
  const who = await fetch("/qui", { cache: "no-store" }).then((answer) => answer.json()).catch(() => null);
  if (who) await sendAs(who);
  else tryLater();
}

function tryLater() {
  clearTimeout(retry);
  retry = setTimeout(send, halfAMinute);
}

async function sendAs({ person, token }) {
  if (!person) {
    said = bar.dataset.signIn;
    return;
  }
  const own = (await keptSheets.unsent()).filter((sheet) => sheet.person === String(person));
  for (const sheet of own) await sendOne(sheet, token);
}

async function sendOne(sheet, token) {
  await keptSheets.put({ ...sheet, state: "unsent", tries: sheet.tries + 1 });
  const answer = await fetch(`${sheet.path}/feuilles-gardees`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(sheet),
  }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (!told?.outcome) {
    said = bar.dataset.failed;
    tryLater();
  } else if (told.outcome === "refused") {
    await keptSheets.put({ ...sheet, state: "unsent", tries: sheet.tries + 1, refused: told.message });
  } else {
    await keptSheets.remove(sheet.key);
    tell(told, sheet);
  }
}

function tell(told, sheet) {
  said = told.message;
  link.href = told.url;
  link.hidden = false;
  // The page of this very register is shown as it is now.
  if (location.pathname === sheet.path) location.replace(told.url);
}

async function showMarks() {
  const sheet = form && (await ownSheets()).filter((each) => each.path === location.pathname).at(-1);
  if (!sheet) return;
  for (const [name, value] of Object.entries(sheet.fields)) {
    const field = form.elements[name];
    if (!field || name === "take") continue;
    field.value = value;
    if (value && field.type !== "hidden") field.closest?.("details")?.setAttribute("open", "");
  }
  form.querySelector("[data-roster]")?.dispatchEvent(new Event("change"));
}

// Whoever signs out leaves nothing to read here: what is kept is sent first, or erased by a second press that says so.
function sendBeforeLeaving() {
  document.querySelectorAll('form[action="/deconnexion"]').forEach((leaving) => {
    let isWarned = false;
    leaving.addEventListener("submit", async (event) => {
      if (leaving.dataset.ready) return;
      event.preventDefault();
      await send();
      const left = await ownSheets();
      if (left.length && !isWarned) {
        isWarned = true;
        said = bar.dataset.leaving;
        await show();
        bar.scrollIntoView();
        return;
      }
      for (const sheet of left) await keptSheets.remove(sheet.key);
      leaving.dataset.ready = "";
      leaving.submit();
    });
  });
}

// A browser that has no controller yet has not kept this page as it came.
async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  const hadController = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  if (form && !hadController) active.postMessage({ keep: location.pathname });
}

async function listKeptPages() {
  const place = document.querySelector("[data-kept-pages]");
  if (!place || !("caches" in globalThis)) return;
  const cache = await caches.open("livret-pages");
  for (const request of await cache.keys()) {
    const copy = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.href = new URL(request.url).pathname;
    anchor.textContent = copy.querySelector("h1").textContent;
    item.append(anchor);
    place.append(item);
  }
  place.closest("section").hidden = !place.children.length;
}

async function start() {
  if (!("indexedDB" in globalThis)) return;
  sendButton.addEventListener("click", send);
  dropButton.addEventListener("click", async () => {
    for (const sheet of (await ownSheets()).filter((each) => each.refused)) await keptSheets.remove(sheet.key);
    await show();
  });
  addEventListener("online", send);
  sendBeforeLeaving();
  await showMarks();
  await show();
  await listKeptPages();
  await send();
}

// A browser that keeps nothing, such as a private window, works as it did before.
start().catch(() => null);
startWorker().catch(() => null);

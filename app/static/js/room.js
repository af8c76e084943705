// The room: the code is changed as it goes by, the count and the list follow. Without scripts a link does the same.

const threeSeconds = 3000;
const room = document.querySelector("[data-room]");

async function refresh() {
  const answer = await fetch(room.dataset.room, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) show(await answer.json());
  setTimeout(refresh, threeSeconds);
}

function show(state) {
  write("[data-room-code]", state.code);
  // Said once by a screen reader when it changes, not every three seconds.
  write("[data-room-count]", state.count);
  const picture = room.querySelector("[data-room-picture]");
  if (picture.src !== state.picture) picture.src = state.picture;
  const sheet = document.querySelector("[data-room-sheet]");
  if (sheet.dataset.version !== state.version) refreshSheet(sheet);
}

function write(selector, text) {
  const place = document.querySelector(selector);
  if (place.textContent !== text) place.textContent = text;
}

async function refreshSheet(sheet) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-room-sheet]");
  // Whoever is on a link of the list stays there.
  if (!fresh || sheet.contains(document.activeElement)) return;
  sheet.replaceChildren(...fresh.childNodes);
  sheet.dataset.version = fresh.dataset.version;
}

if (room) {
  room.querySelector("[data-room-refresh]").hidden = true;
  setTimeout(refresh, threeSeconds);
}

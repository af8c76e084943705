// Makes pages smoother where scripts run. Nothing here is needed: every page works without it.

const twoSeconds = 2000;

function focusTheErrorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}

// A form is sent once: a second press within five seconds does nothing, and the page restored by “back” can be sent again.
function sendFormsOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-submit-once]")) return;
    if (form.dataset.sentAt && Date.now() - Number(form.dataset.sentAt) < 5000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = Date.now();
    sayWhatRuns(form, event.submitter);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent-at]").forEach((form) => {
      delete form.dataset.sentAt;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
      form.querySelectorAll("[data-working]").forEach((place) => place.replaceChildren());
    });
  });
}

// A long request says what it does; its button stays in the page for whoever stands on it, and only looks pressed.
function sayWhatRuns(form, button) {
  const place = form.querySelector("[data-working]");
  if (!place) return;
  place.textContent = place.dataset.working;
  button?.setAttribute("aria-disabled", "true");
}

function offerToCopy() {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy-field]").forEach((place) => {
    const button = place.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(place.querySelector("input").value);
      button.querySelector("span").textContent = button.dataset.copiedLabel;
    });
  });
}

function countTheRegister() {
  const register = document.querySelector("[data-roster]");
  const place = document.querySelector("[data-roster-present]");
  const words = document.querySelector("[data-roster-words]");
  if (!register || !place || !words) return;
  const count = () => {
    const present = register.querySelectorAll(".segmented__option:first-child input:checked").length;
    place.textContent = present;
    words.textContent = present < 2 ? words.dataset.one : words.dataset.several;
  };
  register.addEventListener("change", count);
  window.addEventListener("pageshow", count);
}

// Browsers that know <dialog> but not yet the command attribute.
function openDialogs() {
  if ("command" in HTMLButtonElement.prototype) return;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "close") dialog.close();
    else dialog.showModal();
  });
}

// Long work: the same page is fetched again and its live region replaced, until the server no longer marks it as running.
async function refreshLiveRegion() {
  const region = document.querySelector("[data-live-region]");
  if (!region) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const fresh = page?.getElementById(region.id);
  if (fresh) {
    region.replaceChildren(...fresh.childNodes);
    region.toggleAttribute("data-live-region", fresh.hasAttribute("data-live-region"));
  }
  setTimeout(refreshLiveRegion, twoSeconds);
}

focusTheErrorSummary();
sendFormsOnce();
offerToCopy();
countTheRegister();
openDialogs();
setTimeout(refreshLiveRegion, twoSeconds);

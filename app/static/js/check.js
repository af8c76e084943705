// The public check: a file that is dropped anywhere on the page is chosen and sent. Without scripts the field does the same.

const form = document.querySelector("[data-drop]");

function holdsFile(event) {
  return event.dataTransfer?.types.includes("Files");
}

function show(isDropping) {
  document.body.classList.toggle("is-dropping", isDropping);
}

function choose(files) {
  const chosen = new DataTransfer();
  chosen.items.add(files[0]);
  form.querySelector('input[type="file"]').files = chosen.files;
  form.requestSubmit();
}

if (form) {
  form.querySelector("[data-drop-here]").hidden = matchMedia("(hover: none)").matches;
  document.addEventListener("dragover", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    show(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) show(false);
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    show(false);
    if (event.dataTransfer.files.length) choose(event.dataTransfer.files);
  });
}

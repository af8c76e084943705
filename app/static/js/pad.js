// The pad: strokes are kept as whole numbers in the units of the drawing, and sent as such. The name can be typed instead.

const mostPoints = 2000;
const mostStrokes = 60;
const form = document.querySelector("[data-pad-form]");
const pad = form?.querySelector("[data-pad]");

function start() {
  const paper = pad.querySelector("svg");
  const ink = paper.querySelector("path");
  const box = paper.viewBox.baseVal;
  let strokes = [];

  const pointOf = (event) => {
    const edge = paper.getBoundingClientRect();
    const within = (part, whole) => Math.round(Math.min(Math.max(part, 0), 1) * whole);
    return [
      within((event.clientX - edge.left) / edge.width, box.width),
      within((event.clientY - edge.top) / edge.height, box.height),
    ];
  };
  const draw = () => {
    const path = strokes.map((stroke) =>
      stroke.map((number, rank) => (rank % 2 ? " " : rank ? "L" : "M") + number).join(""));
    ink.setAttribute("d", path.join(""));
    form.elements.drawing.value = strokes.length ? JSON.stringify(strokes) : "";
  };
  const add = (event) => {
    const [x, y] = pointOf(event);
    const stroke = strokes.at(-1);
    if (stroke.at(-2) === x && stroke.at(-1) === y) return;
    if (strokes.flat().length >= 2 * mostPoints) return;
    stroke.push(x, y);
    draw();
  };

  paper.addEventListener("pointerdown", (event) => {
    if (strokes.length >= mostStrokes) return;
    paper.setPointerCapture(event.pointerId);
    strokes.push([]);
    add(event);
  });
  paper.addEventListener("pointermove", (event) => {
    if (paper.hasPointerCapture(event.pointerId)) add(event);
  });
  pad.querySelector("[data-pad-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
  });
  pad.hidden = false;
}

if (pad) start();

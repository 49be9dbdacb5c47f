// Hands the browser a text that the kernel made: to save as a file, or to print. Shows nothing itself.
const PATIENCE = 5000; // milliseconds without an answer; then the page itself is printed

function save({ name, type, text }, [bytes]) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes ?? text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function print(sheet) {
  const paper = document.body.appendChild(document.createElement("div"));
  paper.className = "advisor advisor-sheet";
  paper.innerHTML = sheet;
  addEventListener("afterprint", () => paper.remove(), { once: true });
  window.print();
}

function initialize({ model }) {
  let patience, late;
  model.on("msg:custom", (message, buffers) => {
    clearTimeout(patience);
    if (!message.sheet) save(message, buffers ?? []);
    else if (!late) print(message.sheet);
    late = false;
  });
  // In JupyterLab the key prints the notebook.
  if (!model.get("by_key") || document.body.dataset.voila === undefined) return;
  const asked = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "p") return;
    event.preventDefault();
    clearTimeout(patience);
    late = false;
    patience = setTimeout(() => ((late = true), window.print()), PATIENCE);
    model.send({ ask: "sheet" });
  };
  addEventListener("keydown", asked);
  return () => removeEventListener("keydown", asked);
}

export default { initialize, render() {} };

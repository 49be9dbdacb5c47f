// Saves a text that the kernel made as a file on the visitor's machine; shows nothing itself.
function initialize({ model }) {
  model.on("msg:custom", ({ name, type, text }) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
export default { initialize, render() {} };

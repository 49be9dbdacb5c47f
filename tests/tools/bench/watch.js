// The shape of every mark of both charts; a chart is redrawn once its own part has changed.
() => {
  const outline = (marks) => [...document.querySelectorAll(marks)].map((m) => m.getAttribute("d"));
  const charts = () => [outline(".barlayer path"), outline(".scatterlayer path.js-line")].map(String);
  window.redrawn = () => new Promise((resolve) => {
    const before = charts();
    let pressed;
    const press = () => (pressed = performance.now());
    addEventListener("keydown", press, { once: true, capture: true });
    const look = () => {
      const done = pressed && charts().every((chart, i) => chart !== before[i]);
      if (done) resolve(performance.now() - pressed);
      else requestAnimationFrame(look);
    };
    look();
  });
}

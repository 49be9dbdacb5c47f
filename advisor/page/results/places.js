// A bar that leads to the places of a long page and says at which one somebody is.
const PATIENCE = 50; // times 100 milliseconds, until a part that is asked for is there

function render({ model, el }) {
  const bar = el.appendChild(document.createElement("nav"));
  bar.ariaLabel = "Places on this page";
  const part = ({ part }) => {
    const found = el.closest(".advisor")?.querySelector(part);
    return found?.getClientRects().length ? found : null;
  };

  let asked = -1; // the place that somebody was led to, until they go on by themselves
  const go = (place, patience = PATIENCE) => {
    const there = part(place);
    if (!there) return void (patience && setTimeout(go, 100, place, patience - 1));
    there.querySelector('.advisor-turns[aria-expanded="false"]')?.click();
    there.scrollIntoView({ block: "start" });
    // From here on Tab goes through the place, as after a link within a page.
    there.tabIndex = -1;
    there.focus({ preventScroll: true });
  };
  const buttons = model.get("places").map((place, number) => {
    const button = bar.appendChild(document.createElement("button"));
    Object.assign(button, { type: "button", textContent: place.name });
    button.addEventListener("click", () => {
      model.send({ go: place.name });
      go(place);
      asked = number;
      soon();
    });
    return button;
  });

  // Where somebody is: the place that begins last above the middle of the window.
  const look = () => {
    if (!el.getClientRects().length) return; // a wide page has no bar
    const tops = model.get("places").map((place) => part(place)?.getBoundingClientRect().top ?? Infinity);
    const begun = tops.map((top) => (top <= innerHeight / 2 ? top : -Infinity));
    const now = asked < 0 ? begun.indexOf(Math.max(...begun)) : asked;
    buttons.forEach((button, place) => {
      if (place === now) button.setAttribute("aria-current", "location");
      else button.removeAttribute("aria-current");
    });
  };
  let frame;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(look);
  };
  const moves = ["wheel", "touchmove", "keydown"];
  const leave = () => (asked = -1);
  for (const move of moves) document.addEventListener(move, leave, { capture: true, passive: true });
  // In JupyterLab it is not the window that scrolls.
  document.addEventListener("scroll", soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  const observer = new ResizeObserver(soon);
  observer.observe(el);
  return () => {
    cancelAnimationFrame(frame);
    for (const move of moves) document.removeEventListener(move, leave, { capture: true });
    document.removeEventListener("scroll", soon, { capture: true });
    removeEventListener("resize", soon);
    observer.disconnect();
  };
}
export default { render };

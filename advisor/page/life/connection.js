// Asks the kernel whether it is there: after a move, when the page is looked at again, when a
// connection is back, and now and then. It answers with the widgets that it knows.
const PATIENCE = 10_000; // milliseconds until no answer is news
const BREAK = 4_000; // a shorter break of the network is none of the visitor's business
const PAUSE = 10_000; // a drag asks once
const MINUTE = 60_000;
const AGAIN = 500; // how soon an absent server is asked again
// A connection that is sent more than 10 MB at once breaks, and the file says nothing any more.
const LARGEST = 9_000_000;
const ENDED = ["dead", "restarting", "autorestarting", "terminating"];

const alone = () => document.body.dataset.voila !== undefined;
const after = (milliseconds, what) => new Promise((resolve) => setTimeout(resolve, milliseconds, what));

function sentence(state) {
  if (state === "silent")
    return "The advisor has not answered for 10 seconds. It may be busy; your changes take effect when it answers.";
  if (!alone())
    return "The kernel of this notebook has stopped or restarted, so these controls have no effect. Run the cell again; your changes are lost.";
  const lacks = window.advisorPage?.lacks;
  const kept = lacks ? `the address keeps your settings, but not ${lacks}` : "the address keeps your settings";
  const [what, when] = state === "gone" ? ["The server does not answer.", "The page asks it again and again"] : ["Connection lost.", "Reload to carry on"];
  return `${what} ${when}; ${kept}.`;
}

// The answer to what was under way when a connection broke never comes, and a widget sends nothing
// before it has that. So what it sent last is sent again, before all else once there is a connection.
function sendAgain(manager) {
  const { kernel } = manager;
  if (kernel.advisorSendsAgain) return; // another piece of the notebook has seen to it
  kernel.advisorSendsAgain = true;
  let broke = false;
  kernel.connectionStatusChanged.connect(async () => {
    const status = kernel.connectionStatus;
    const back = broke && status === "connected";
    broke = status === "connecting";
    for (const { value: model } of await Promise.allSettled(Object.values(manager._models ?? {}))) {
      // What the kernel said meanwhile is lost, too; the managers of Jupyter ask for it themselves.
      // A widget with a move on its way is not asked: the answer would take that move back.
      if (back && !manager.restoreWidgets && !(model?._pending_msgs > 0)) model?.comm?.send({ method: "request_state" }, {});
      if (!broke || !(model?._pending_msgs > 0)) continue;
      const names = [...model._expectedEchoMsgIds.keys(), ...Object.keys(model._msg_buffer ?? {})];
      Object.assign(model, { _pending_msgs: 0, _msg_buffer: null });
      if (names.length) model.save(Object.fromEntries(names.map((name) => [name, model.get(name)])), { patch: true });
    }
  });
}

// JupyterLab's connection asks for its kernel when a server was not there, and waits for up to 30
// seconds if that fails, too. So the question waits for its answer instead.
function askOnceThere(kernel, given) {
  const settings = kernel.serverSettings;
  const ask = settings?.fetch;
  if (!ask) return;
  settings.fetch = async (request, ...rest) => {
    for (;;) {
      try {
        return await ask(request.clone?.() ?? request, ...rest);
      } catch (fault) {
        if (kernel.connectionStatus !== "connecting" || given()) throw fault;
        await after(AGAIN);
      }
    }
  };
}

function render({ model, el }) {
  // What a saved notebook shows in the page's place (saved.py) is not needed beside it.
  const left = `.advisor-saved-${model.get("known_as")}`;
  const style = el.appendChild(document.createElement("style"));
  style.textContent = `${left}, .jp-OutputArea-child:has(${left}) { display: none; }`;

  const kernel = model.widget_manager?.kernel;
  if (!kernel) return;
  const box = el.appendChild(document.createElement("div"));
  Object.assign(box, { className: "advisor-lost", hidden: true });
  box.setAttribute("role", "alert");
  const words = box.appendChild(document.createElement("span"));
  if (alone()) {
    const button = box.appendChild(document.createElement("button"));
    Object.assign(button, { className: "jupyter-button", type: "button", textContent: "Reload" });
    button.addEventListener("click", () => location.reload());
  }

  let over = false, gone = false, leaving = false, asking = false, asked = Date.now();
  let held = null; // what had the focus when the controls stopped
  const say = (state) => {
    if (leaving) return;
    box.hidden = !state;
    words.textContent = state ? sentence(state) : "";
  };
  const stop = (stopped) => {
    held = stopped ? document.activeElement : held;
    for (const part of el.closest(".advisor")?.children ?? []) part.inert = stopped && !part.contains(el);
    if (!stopped) held?.focus?.({ preventScroll: true });
  };
  const lost = (state) => {
    if (over || leaving) return;
    over = true;
    stop(true);
    say(state);
  };
  // A server that does not answer may come back, with the kernel or without.
  const wait = async () => {
    if (over || gone || leaving) return;
    gone = true;
    stop(true);
    say("gone");
    let state = "gone";
    while (!over && state === "gone") {
      await after(AGAIN);
      state = await server();
    }
    gone = false;
    if (over) return;
    stop(false);
    if (state === "ended") lost(state);
    else if (kernel.connectionStatus === "disconnected") kernel.reconnect();
    else ask();
  };

  // A server that ended the kernel knows; a kernel that was restarted does not know this widget.
  const server = async () => {
    const { baseUrl, token } = kernel.serverSettings;
    const headers = token ? { Authorization: `token ${token}` } : {};
    const answer = await fetch(`${baseUrl}api/kernels/${kernel.id}`, { cache: "no-store", headers }).catch(() => null);
    return !answer ? "gone" : answer.status === 404 ? "ended" : "there";
  };
  const known = async () => {
    const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
    return content.comms?.[model.get("known_as")] ? "there" : "ended";
  };
  const ask = async (pause = 0) => {
    if (over || gone || asking || document.hidden || Date.now() - asked < pause) return;
    asking = true;
    asked = Date.now();
    let state = await server();
    if (state === "gone") {
      await after(BREAK);
      state = await server();
    }
    if (state === "there") {
      const answer = known().catch(() => "there"); // of a connection that broke, its status tells
      if ((await Promise.race([answer, after(PATIENCE, "silent")])) === "silent") say("silent");
      state = await answer;
    }
    asking = false;
    if (state === "gone") wait();
    else if (state !== "there") lost(state);
    else if (!over && !gone) say("");
  };

  // Refuses files that a connection would break under, before they are sent.
  const refuse = (event, button) => {
    const files = [...event.target.files];
    const size = files.reduce((sum, file) => sum + file.size, 0);
    button.parentElement.querySelector(".advisor-too-large")?.remove();
    if (size <= LARGEST) return;
    event.stopImmediatePropagation();
    event.target.value = "";
    const said = document.createElement("p");
    const what = files.length > 1 ? "The files have" : `${files[0].name} has`;
    said.className = "advisor-too-large";
    said.textContent = `${what} ${(size / 1e6).toFixed(1)} MB. The page takes up to ${LARGEST / 1e6} MB at once, so nothing was sent.`;
    said.setAttribute("role", "alert");
    button.after(said);
  };
  // The input of an upload button is not part of the page; it is seen when the button clicks it.
  const heard = new WeakSet();
  const upload = (event) => {
    const button = event.target.closest?.(".widget-upload");
    if (!button || !el.closest(".advisor")?.contains(button)) return;
    const { click } = HTMLInputElement.prototype;
    const restore = () => (HTMLInputElement.prototype.click = click);
    HTMLInputElement.prototype.click = function () {
      restore();
      if (!heard.has(this)) this.addEventListener("change", (change) => refuse(change, button), { capture: true });
      heard.add(this);
      click.call(this);
    };
    setTimeout(restore);
  };

  sendAgain(model.widget_manager);
  if (alone()) askOnceThere(kernel, () => over);
  const watch = () => {
    if (ENDED.includes(kernel.status)) lost("ended");
    else if (kernel.status === "starting") ask(); // somebody else restarted it
  };
  const reconnect = async () => {
    if (over) return;
    if (kernel.connectionStatus === "connected") return void ask();
    if (kernel.connectionStatus === "disconnected") return (await server()) === "gone" ? wait() : lost("ended");
    await after(BREAK);
    if (kernel.connectionStatus !== "connected") ask();
  };
  let later = 0; // of moves that follow each other soon, one asks
  const moved = (event) => {
    if (event.target !== document && !el.closest(".advisor")?.contains(event.target)) return;
    later ||= setTimeout(() => ((later = 0), ask()), Math.max(0, asked + PAUSE - Date.now()));
  };
  // Voilà ends the kernel when the page is left; that is no lost connection.
  const leave = () => ((leaving = true), setTimeout(() => (leaving = false), 3_000));
  kernel.statusChanged.connect(watch);
  kernel.connectionStatusChanged.connect(reconnect);
  document.addEventListener("click", upload, { capture: true });
  const clock = setInterval(ask, MINUTE, MINUTE / 2);
  addEventListener("beforeunload", leave);
  const moves = ["pointerup", "keyup", "visibilitychange"];
  for (const move of moves) document.addEventListener(move, moved, { capture: true, passive: true });
  return () => {
    over = true;
    clearInterval(clock);
    clearTimeout(later);
    document.removeEventListener("click", upload, { capture: true });
    removeEventListener("beforeunload", leave);
    for (const move of moves) document.removeEventListener(move, moved, { capture: true });
    kernel.statusChanged.disconnect(watch);
    kernel.connectionStatusChanged.disconnect(reconnect);
  };
}
export default { render };

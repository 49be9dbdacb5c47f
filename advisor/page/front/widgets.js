// Keeps the widgets of the page alike with those of the kernel.
import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import * as KernelMessage from "@jupyterlab/services/lib/kernel/messages.js";
import * as anywidget from "./anywidget.js";

const MODULES = { "@jupyter-widgets/base": base, "@jupyter-widgets/controls": controls, anywidget };
const TARGET = "jupyter.widget";
// Milliseconds after which a widget that somebody needs and nobody has told of is asked for.
const LATE = 2_000;

function find(name, module) {
  const found = MODULES[module]?.[name];
  if (!found) throw new Error(`there is no ${name} of ${module}`);
  return found;
}

// One widget's share of the connection. JupyterLab's own takes longer the more there are of them.
class Comm {
  constructor(kernel, id) {
    Object.assign(this, { kernel, comm_id: id, on_msg: (heard) => (this.heard = heard), on_close: (heard) => (this.closed = heard) });
  }

  #tell(kind, data, callbacks = {}, metadata = {}, buffers = []) {
    const { clientId: session, username } = this.kernel;
    const content = { comm_id: this.comm_id, data };
    const message = KernelMessage.createMessage({ msgType: kind, channel: "shell", content, metadata, buffers, session, username });
    const future = this.kernel.sendShellMessage(message, false, true);
    future.onIOPub = (answer) => answer.header.msg_type === "status" && callbacks.iopub?.status?.(answer);
    return message.header.msg_id;
  }

  send(data, callbacks, metadata, buffers) {
    return this.#tell("comm_msg", data, callbacks, metadata, buffers);
  }

  close() {
    return this.#tell("comm_close", {});
  }
}

// A state with its buffers in their places.
function unpacked({ state, buffer_paths: paths = [] }, buffers = []) {
  base.put_buffers(state, paths, buffers);
  return state;
}

export class Widgets {
  #models = new Map();
  #comms = new Map();

  constructor(kernel) {
    this.kernel = kernel;
    kernel.iopubMessage.connect((_kernel, message) => this.#hear(message));
  }

  #hear(message) {
    const { comm_id: id, target_name: target, data } = message.content;
    const comm = this.#comms.get(id);
    const kind = message.header.msg_type;
    if (kind === "comm_msg") comm?.heard?.(message);
    else if (kind === "comm_open" && target === TARGET) this.#add(id, unpacked(data, message.buffers));
    else if (kind === "comm_close" && comm) {
      this.#comms.delete(id);
      comm.closed?.(message);
    }
  }

  /** Makes all widgets of a saved state, which belong to widgets of the kernel. */
  restore(states) {
    for (const [id, { state, buffers = [] }] of Object.entries(states)) {
      const decoded = buffers.map(({ data }) => new DataView(Uint8Array.from(atob(data), (one) => one.charCodeAt(0)).buffer));
      this.#add(id, unpacked({ state, buffer_paths: buffers.map(({ path }) => path) }, decoded));
    }
  }

  // The entry is made before anything waits, so that widgets may name each other in any order.
  #entry(id) {
    if (!this.#models.has(id)) {
      const entry = {};
      entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
      this.#models.set(id, entry);
    }
    return this.#models.get(id);
  }

  #comm(id) {
    if (!this.#comms.has(id)) this.#comms.set(id, new Comm(this.kernel, id));
    return this.#comms.get(id);
  }

  #add(id, state) {
    this.register_model(id, this.#make(id, this.#comm(id), state));
  }

  async #make(id, comm, state) {
    const { _model_name: name, _model_module: module } = state;
    const Model = find(name, module);
    const attributes = await Model._deserialize_state(state, this);
    return Object.assign(new Model(attributes, { widget_manager: this, model_id: id, comm }), { name, module });
  }

  // The rest is what Jupyter's widgets, and the page's own scripts, ask of their manager.

  get _models() {
    const known = [...this.#models].filter(([, entry]) => entry.known);
    return Object.fromEntries(known.map(([id, { promise }]) => [id, promise]));
  }

  has_model(id) {
    return Boolean(this.#models.get(id)?.known);
  }

  get_model(id) {
    const entry = this.#entry(id);
    if (!entry.known) entry.late ??= setTimeout(() => this.#ask(id), LATE);
    return entry.promise;
  }

  #ask(id) {
    const comm = this.#comm(id);
    comm.on_msg(({ content: { data }, buffers }) => data.state && this.#add(id, unpacked(data, buffers)));
    comm.send({ method: "request_state" });
  }

  register_model(id, made) {
    const entry = this.#entry(id);
    entry.known = true;
    clearTimeout(entry.late);
    made.then(entry.resolve, (fault) => (console.error(fault), entry.reject(fault)));
    entry.promise.then((model) => model.once("comm:close", () => this.#models.delete(id)), () => {});
  }

  create_view(model, options = {}) {
    const id = base.uuid();
    const made = (model.state_change = model.state_change.then(async () => {
      const view = new (this.#viewOf(model))({ model, options });
      view.listenTo(model, "destroy", view.remove);
      await view.render();
      view.once("remove", () => delete model.views?.[id]);
      return view;
    }));
    model.views[id] = made;
    return made;
  }

  #viewOf(model) {
    const [name, module] = ["_view_name", "_view_module"].map((key) => model.get(key));
    try {
      return find(name, module);
    } catch (fault) {
      console.error(fault);
      return base.createErrorWidgetView(fault, "A part of the page cannot be shown.");
    }
  }

  callbacks() {
    return {};
  }

  setViewOptions(options = {}) {
    return options;
  }

  resolveUrl(address) {
    return Promise.resolve(address);
  }

  // Texts that may hold HTML are HTML widgets; the others are shown as they are.
  inline_sanitize(text) {
    return Object.assign(document.createElement("i"), { textContent: text }).innerHTML;
  }
}

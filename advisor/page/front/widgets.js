// Keeps the widgets of the page alike with those of the kernel.
import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
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

export class Widgets {
  #models = new Map();

  constructor(kernel) {
    this.kernel = kernel;
    kernel.registerCommTarget(TARGET, (comm, { content, buffers }) => {
      const { state, buffer_paths: paths = [] } = content.data;
      base.put_buffers(state, paths, buffers ?? []);
      return this.#add(comm.commId, comm, state);
    });
  }

  /** Makes all widgets of a saved state, which belong to widgets of the kernel. */
  restore(states) {
    for (const [id, { state, buffers = [] }] of Object.entries(states)) {
      const decoded = buffers.map(({ data }) => new DataView(Uint8Array.from(atob(data), (one) => one.charCodeAt(0)).buffer));
      base.put_buffers(state, buffers.map(({ path }) => path), decoded);
      this.#add(id, this.kernel.createComm(TARGET, id), state);
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

  #add(id, comm, state) {
    const made = this.#make(id, new base.shims.services.Comm(comm), state);
    this.register_model(id, made);
    return made;
  }

  async #make(id, comm, state) {
    const { _model_name: name, _model_module: module } = state;
    const Model = find(name, module);
    const attributes = await Model._deserialize_state(state, this);
    return Object.assign(new Model(attributes, { widget_manager: this, model_id: id, comm }), { name, module });
  }

  // The rest is what Jupyter's widgets ask of their manager.

  has_model(id) {
    return Boolean(this.#models.get(id)?.known);
  }

  get_model(id) {
    const entry = this.#entry(id);
    if (!entry.known) entry.late ??= setTimeout(() => this.#ask(id), LATE);
    return entry.promise;
  }

  #ask(id) {
    const entry = this.#entry(id);
    if (entry.known) return;
    const comm = this.kernel.createComm(TARGET, id);
    comm.onMsg = ({ content, buffers }) => {
      const { state, buffer_paths: paths = [] } = content.data;
      if (entry.known || !state) return;
      base.put_buffers(state, paths, buffers ?? []);
      this.#add(id, comm, state);
    };
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

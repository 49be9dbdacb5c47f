// What JupyterLab's connection to a kernel needs of its services (see build.mjs).
export { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";
export const CommsOverSubshells = { Disabled: "disabled", PerCommTarget: "perCommTarget", PerComm: "perComm" };

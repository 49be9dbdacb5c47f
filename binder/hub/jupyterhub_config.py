"""A hub on one machine: everybody has the dashboard, and everybody can open a room for a group.

``npm ci --prefix binder/hub`` installs its proxy; ``jupyterhub -f binder/hub/jupyterhub_config.py``
starts it. Users log in with the accounts of the machine until you choose another authenticator.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]

c = get_config()  # noqa: F821  JupyterHub defines it

c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules/.bin/configurable-http-proxy")]

# The dashboard opens first; JupyterLab is at /lab of the same server.
c.Spawner.notebook_dir = str(REPOSITORY / "notebooks")
c.Spawner.default_url = "/voila/render/dashboard.ipynb"

"""Which kernels end unused: those of visitors by our limits, all others as the operator says."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from advisor.serve.kernels.manager import AdvisorKernelManager, Visit

# What mybinder sets for all kernels (see test_binder.py).
BINDER = {"cull_idle_timeout": 600, "cull_interval": 60, "cull_connected": True}


class Manager(AdvisorKernelManager):
    """Has kernels that are none, and notes which of them it would end."""

    async def shutdown_kernel(self, kernel_id, now=False, restart=False):
        self.ended.append(kernel_id)


def ended(minutes: float, **settings: object) -> set[str]:
    """Of a notebook's and a dashboard's kernel, unused and on open pages, those that end."""
    manager = Manager(**settings)
    manager.ended = []
    then = datetime.now(UTC) - timedelta(minutes=minutes)
    for name in ("notebook", "dashboard"):
        manager._kernels[name] = SimpleNamespace(
            execution_state="idle",
            last_activity=then,
            kernel_name="python3",
            kernel_spec=SimpleNamespace(metadata={}),
        )
        manager._kernel_connections[name] = 1
    manager._visits["dashboard"] = Visit("dashboard", since=then, connected_once=True)

    async def look() -> None:
        for name in list(manager._kernels):
            await manager.cull_kernel_if_idle(name)

    asyncio.run(look())
    return set(manager.ended)


@pytest.mark.parametrize(
    ("minutes", "settings", "expected"),
    [
        (9, BINDER, set()),
        (11, BINDER, {"notebook", "dashboard"}),
        # Without `cull_connected`, an open page keeps its kernel; a dashboard for an hour.
        (11, {"cull_idle_timeout": 600}, set()),
        (61, {"cull_idle_timeout": 600}, {"dashboard"}),
        # An operator who set nothing keeps all kernels of notebooks.
        (59, {}, set()),
        (61, {}, {"dashboard"}),
        (11, {"idle_timeout": 600}, {"dashboard"}),
    ],
)
def test_the_operator_s_limits_apply_to_notebooks_and_ours_to_dashboards(
    minutes, settings, expected
):
    assert ended(minutes, **settings) == expected


@pytest.mark.parametrize("interval", [0, 1, 60])
def test_unused_kernels_are_looked_for_whatever_the_operator_set(interval):
    async def start() -> bool:
        manager = Manager(cull_interval=interval)
        manager.initialize_culler()
        running = manager._culler_callback.is_running()
        manager._culler_callback.stop()
        return running

    assert asyncio.run(start())

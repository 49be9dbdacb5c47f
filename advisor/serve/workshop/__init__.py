"""Rooms for groups: everybody votes on a phone, and the facilitator reveals the result.

`rooms.Workshop` has all rooms of a server and stores their ballots (`store`); `handlers.routes` are
their addresses; ``static`` holds the pages. The participants' page depends on three addresses
only, so another page can replace it: ``setup`` and ``news`` of the room, and ``ballot``.
"""

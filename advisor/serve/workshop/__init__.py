"""Rooms for groups: everybody votes on a phone, and the facilitator reveals the result.

`rooms.Workshop` has all rooms of a server and stores their ballots (`store`); `handlers.routes` are
their addresses. The participants' page is the light page (`advisor.report.light`) with a script of
``static``, which has the other pages, too.
"""

"""The page with Streamlit: the script runs again from its top with every move."""

import streamlit as st

from tests.tools.bench.peers import shown, start

st.set_page_config(layout="wide")
problem, groups = st.cache_resource(start)()
left, middle, right = st.columns([2, 3, 3])
weights = {}
with left:
    for group, rows in groups.items():
        st.subheader(group)
        for criterion, name, weight in rows:
            weights[criterion] = float(st.slider(name, 0.0, 100.0, float(weight), 1.0))
bars, radar, said, table = shown(problem, weights)
with middle:
    st.text(said)
    st.plotly_chart(bars)
    st.table(table)
with right:
    st.plotly_chart(radar)

import time
from oslo_ik.reviews.verifying import verify
def test_x(stages, year):
    t=time.time(); v=verify(year); print(time.time()-t, v)
def test_y(stages, signed):
    v=verify(signed); print(v)
    import sqlite3
    c=sqlite3.connect(signed.path)
    for r in c.execute("select path, text from sealed_text where path like 'rows/%'"): print(r[0], len(r[1]))

import os
from tests.journeys.test_main_journey import *
def test_dbg(sit_down, tmp_path):
    person = sit_down(Project())
    w = person.window
    step = int(os.environ.get("STEP", "0"))
    if step >= 1:
        w.curves.prepare()
    if step >= 2:
        person.open_panel("Curves"); person.robot.wait if 0 else None
        from designer.training.events import RunStarted
        import tests.monitor_events as me
        evs = [v for v in ()]
    if step >= 3:
        person.window.set_document(__import__("designer.document.document", fromlist=["Document"]).Document())
        person._qtbot.wait(300)

import threading

from designer.training.control import Control


def test_a_paused_run_waits_until_it_may_go_on() -> None:
    control = Control()
    control.pause()
    waiting = threading.Thread(target=control.wait_while_paused)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    control.resume()
    waiting.join(5)
    assert not waiting.is_alive()


def test_stopping_ends_a_pause() -> None:
    control = Control()
    control.pause()
    control.stop()
    control.wait_while_paused()
    assert control.is_stopped
    assert not control.is_paused


def test_a_stopped_run_can_not_be_paused() -> None:
    control = Control()
    control.stop()
    control.pause()
    control.wait_while_paused()
    assert not control.is_paused

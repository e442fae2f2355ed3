"""Two weights files made one: what a project had, and what came in with layers from elsewhere."""

from designer.compiler.importing.hdf5 import Hdf5File
from designer.compiler.weights import store, stored_in
from designer.document.settings import WeightsFile
from designer.document.weights_files import MAGIC, checked


def joined(first: WeightsFile, second: WeightsFile) -> WeightsFile:
    """The weights of both under the names that they have now; those of the second win.

    Raises:
        WeightsError: One of them is missing or not what it was, or there is no room.
    """
    with Hdf5File(checked(first), magic=MAGIC) as old, Hdf5File(checked(second), magic=MAGIC) as new:
        places = {name: (old, place) for name, place in stored_in(old, first.names).items()}
        places |= {name: (new, place) for name, place in stored_in(new, second.names).items()}
        found = store((name, file.read(*place)) for name, (file, place) in places.items())
    origin = " and ".join(filter(None, (first.origin, second.origin)))
    return found.model_copy(update={"origin": origin})

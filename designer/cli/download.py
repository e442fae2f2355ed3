"""Fetching a dataset on the command line, with a progress bar."""

from designer.data.progress import Progress


def download(source: str) -> None:
    """Fetch a source that isn't on this computer; nothing is done where it is.

    Raises:
        DataError: There is no network or too little room, or the download failed.
    """
    from tqdm import tqdm

    from designer.data.download import DownloadNeeded, prepare
    from designer.data.sources.registry import open_source

    try:
        open_source(source)
    except DownloadNeeded as needed:
        with tqdm(unit="B", unit_scale=True, desc=needed.download.title) as bar:

            def show(progress: Progress) -> None:
                bar.set_description(progress.task)
                bar.total = progress.total
                bar.update(progress.done - bar.n)

            prepare(needed.download, show, lambda: False)

"""From `tfds:NAME` or `tfds:NAME:SPLIT` to a prepared data set, or to what has to be downloaded."""

from pathlib import Path
from typing import Any

from designer import paths
from designer.data.download import Download, DownloadNeeded
from designer.data.sources.tfds import TfdsSource, feature_info, label_info, supervised_keys
from designer.data.tfds_import import load_tfds
from designer.errors import DataError, RequestError, did_you_mean


def open_tfds(source: str) -> TfdsSource:
    """Open a data set of tensorflow-datasets.

    Raises:
        RequestError: There is no such data set.
        DownloadNeeded: It isn't on this computer.
        DataError: It can't be used here: split, features, or files that have to be fetched by hand.
    """
    name, _, split = source.partition(":")[2].partition(":")
    builder = _builder(name)
    keys = supervised_keys(builder.info)
    feature_info(builder.info.features[keys[0]])
    label_info(builder.info.features[keys[1]])
    if not builder.is_prepared():
        raise _not_prepared(source.removesuffix(f":{split}"), builder)
    if not builder.info.splits:
        raise DataError(
            f"{source} in {builder.data_path} holds no split.", "Delete this folder and download again."
        )
    opened = TfdsSource(source, builder, keys, split)
    opened.count_samples(opened.train_split)
    return opened


def _builder(name: str) -> Any:
    tfds = load_tfds()
    from google.protobuf.json_format import ParseError  # type: ignore[import-untyped]

    folder = paths.tfds_dir()
    try:
        return tfds.builder(name, data_dir=folder)
    except tfds.core.registered.DatasetNotFoundError as error:
        raise _unknown(name, tfds.list_builders()) from error
    except (ParseError, OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"The description of tfds:{name} in {folder} is damaged ({_first_line(error)}).",
            "Delete its folder there and download it again.",
        ) from error
    except (ValueError, AssertionError, KeyError) as error:
        raise RequestError(
            f"tensorflow-datasets can't make anything of '{name}': {_first_line(error)}",
            "Write tfds:NAME, tfds:NAME/CONFIG or tfds:NAME:SPLIT.",
        ) from error


def _unknown(name: str, known: list[str]) -> RequestError:
    hint = did_you_mean(name, known, "See tensorflow.org/datasets/catalog for names.")
    return RequestError(f"tensorflow-datasets knows no '{name}'.", hint)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _not_prepared(source: str, builder: Any) -> DataError:
    folder = paths.tfds_dir()
    copy = (
        f"copy the prepared folder from another computer to {builder.data_path}, "
        "or set TFDS_DATA_DIR to the folder of prepared data sets"
    )
    if builder.MANUAL_DOWNLOAD_INSTRUCTIONS:
        return DataError(
            f"The files of {source} have to be fetched by hand, so it can't be downloaded from here.",
            f"Prepare it as tensorflow.org/datasets/catalog/{builder.name} says, then {copy}.",
        )
    downloads = folder / "downloads" / builder.name
    urls = [(url, info.checksum) for url, info in builder.url_infos.items()]
    sizes = [int(info.size) for info in builder.url_infos.values()]
    download = Download(
        source=source,
        name=source.partition(":")[2],
        title=builder.info.full_name,
        folder=folder,
        size_bytes=sum(sizes) or None,
        urls=tuple(url for url, checksum in urls if not _is_downloaded(downloads, url, checksum)),
        downloads=downloads,
    )
    return DownloadNeeded(download, f"Download it, or {copy}.")


def _is_downloaded(downloads: Path, url: str, checksum: str) -> bool:
    from tensorflow_datasets.core.download.resource import get_dl_fname

    file: Path = downloads / get_dl_fname(url, checksum)
    return file.is_file() and file.with_name(f"{file.name}.INFO").is_file()

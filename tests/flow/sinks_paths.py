"""Everything that takes the name of a file: outside data beside a constant."""
import aiofiles
import aiofiles.os
import aiohttp.web
import anyio
import bottle
import bz2
import cherrypy.lib.static
import codecs
import flask
import gzip
import io
import linecache
import lzma
import os
import pathlib
import pyramid.response
import sanic.response
import shutil
import starlette.responses
import tarfile
import trio
import zipfile


def of_builtins():
    bad, good = flask.request.args["x"], "x"
    # hit
    open(bad)
    # clean
    open(good)
    # hit
    other.save(bad)
    # clean
    other.save(good)


def of_io():
    bad, good = flask.request.args["x"], "x"
    # hit
    io.open(bad)
    # clean
    io.open(good)


def of_codecs():
    bad, good = flask.request.args["x"], "x"
    # hit
    codecs.open(bad)
    # clean
    codecs.open(good)


def of_os():
    bad, good = flask.request.args["x"], "x"
    # hit
    os.open(bad)
    # clean
    os.open(good)
    # hit
    os.remove(bad)
    # clean
    os.remove(good)
    # hit
    os.unlink(bad)
    # clean
    os.unlink(good)
    # hit
    os.rmdir(bad)
    # clean
    os.rmdir(good)
    # hit
    os.removedirs(bad)
    # clean
    os.removedirs(good)
    # hit
    os.listdir(bad)
    # clean
    os.listdir(good)
    # hit
    os.scandir(bad)
    # clean
    os.scandir(good)
    # hit
    os.rename(bad)
    # clean
    os.rename(good)
    # hit
    os.replace(bad)
    # clean
    os.replace(good)
    # hit
    os.mkdir(bad)
    # clean
    os.mkdir(good)
    # hit
    os.makedirs(bad)
    # clean
    os.makedirs(good)
    # hit
    os.chmod(bad)
    # clean
    os.chmod(good)
    # hit
    os.symlink(bad)
    # clean
    os.symlink(good)
    # hit
    os.chown(bad)
    # clean
    os.chown(good)
    # hit
    os.truncate(bad)
    # clean
    os.truncate(good)
    # hit
    os.walk(bad)
    # clean
    os.walk(good)
    # hit
    os.chdir(bad)
    # clean
    os.chdir(good)
    # hit
    os.chroot(bad)
    # clean
    os.chroot(good)
    # hit
    os.mkfifo(bad)
    # clean
    os.mkfifo(good)
    # hit
    os.lchown(bad)
    # clean
    os.lchown(good)
    # hit
    os.link(bad)
    # clean
    os.link(good)


def of_shutil():
    bad, good = flask.request.args["x"], "x"
    # hit
    shutil.copy(bad)
    # clean
    shutil.copy(good)
    # hit
    shutil.copy2(bad)
    # clean
    shutil.copy2(good)
    # hit
    shutil.copyfile(bad)
    # clean
    shutil.copyfile(good)
    # hit
    shutil.copytree(bad)
    # clean
    shutil.copytree(good)
    # hit
    shutil.move(bad)
    # clean
    shutil.move(good)
    # hit
    shutil.rmtree(bad)
    # clean
    shutil.rmtree(good)
    # hit
    shutil.copymode(bad)
    # clean
    shutil.copymode(good)
    # hit
    shutil.copystat(bad)
    # clean
    shutil.copystat(good)
    # hit
    shutil.chown(bad)
    # clean
    shutil.chown(good)
    # hit
    shutil.make_archive(bad)
    # clean
    shutil.make_archive(good)
    # hit
    shutil.unpack_archive("a", bad)
    # clean
    shutil.unpack_archive("a", good)


def of_aiofiles():
    bad, good = flask.request.args["x"], "x"
    # hit
    aiofiles.open(bad)
    # clean
    aiofiles.open(good)


def of_gzip():
    bad, good = flask.request.args["x"], "x"
    # hit
    gzip.open(bad)
    # clean
    gzip.open(good)


def of_bz2():
    bad, good = flask.request.args["x"], "x"
    # hit
    bz2.open(bad)
    # clean
    bz2.open(good)


def of_lzma():
    bad, good = flask.request.args["x"], "x"
    # hit
    lzma.open(bad)
    # clean
    lzma.open(good)


def of_linecache():
    bad, good = flask.request.args["x"], "x"
    # hit
    linecache.getlines(bad)
    # clean
    linecache.getlines(good)
    # hit
    linecache.getline(bad)
    # clean
    linecache.getline(good)


def of_tarfile():
    bad, good = flask.request.args["x"], "x"
    # hit
    tarfile.TarFile(bad)
    # clean
    tarfile.TarFile(good)
    # hit
    tarfile.open(bad)
    # clean
    tarfile.open(good)


def of_zipfile():
    bad, good = flask.request.args["x"], "x"
    # hit
    zipfile.PyZipFile(bad)
    # clean
    zipfile.PyZipFile(good)
    # hit
    zipfile.ZipFile(bad)
    # clean
    zipfile.ZipFile(good)


def of_zipfile_zipfile():
    bad, good = flask.request.args["x"], "x"
    it = zipfile.ZipFile("a.zip", "w")
    # hit
    it.write(bad)
    # clean
    it.write(good)


def of_tarfile_tarfile():
    bad, good = flask.request.args["x"], "x"
    it = tarfile.open("a.tar", "w")
    # hit
    it.add(bad)
    # clean
    it.add(good)


def of_anyio():
    bad, good = flask.request.args["x"], "x"
    # hit
    anyio.open_file(bad)
    # clean
    anyio.open_file(good)


def of_trio():
    bad, good = flask.request.args["x"], "x"
    # hit
    trio.open_file(bad)
    # clean
    trio.open_file(good)


def of_aiofiles_os():
    bad, good = flask.request.args["x"], "x"
    # hit
    aiofiles.os.remove(bad)
    # clean
    aiofiles.os.remove(good)
    # hit
    aiofiles.os.unlink(bad)
    # clean
    aiofiles.os.unlink(good)
    # hit
    aiofiles.os.rmdir(bad)
    # clean
    aiofiles.os.rmdir(good)
    # hit
    aiofiles.os.mkdir(bad)
    # clean
    aiofiles.os.mkdir(good)
    # hit
    aiofiles.os.makedirs(bad)
    # clean
    aiofiles.os.makedirs(good)
    # hit
    aiofiles.os.listdir(bad)
    # clean
    aiofiles.os.listdir(good)
    # hit
    aiofiles.os.scandir(bad)
    # clean
    aiofiles.os.scandir(good)
    # hit
    aiofiles.os.rename(bad)
    # clean
    aiofiles.os.rename(good)
    # hit
    aiofiles.os.replace(bad)
    # clean
    aiofiles.os.replace(good)


def of_flask():
    bad, good = flask.request.args["x"], "x"
    # hit
    flask.send_file(bad)
    # clean
    flask.send_file(good)
    # hit
    flask.send_from_directory(bad)
    # clean
    flask.send_from_directory(good)


def of_starlette_responses():
    bad, good = flask.request.args["x"], "x"
    # hit
    starlette.responses.FileResponse(bad)
    # clean
    starlette.responses.FileResponse(good)


def of_aiohttp_web():
    bad, good = flask.request.args["x"], "x"
    # hit
    aiohttp.web.FileResponse(bad)
    # clean
    aiohttp.web.FileResponse(good)


def of_pathlib_path():
    bad, good = flask.request.args["x"], "x"
    # hit
    pathlib.Path(bad).open()
    # clean
    pathlib.Path(good).open()
    # hit
    pathlib.Path(bad).read_text()
    # clean
    pathlib.Path(good).read_text()
    # hit
    pathlib.Path(bad).read_bytes()
    # clean
    pathlib.Path(good).read_bytes()
    # hit
    pathlib.Path(bad).write_text()
    # clean
    pathlib.Path(good).write_text()
    # hit
    pathlib.Path(bad).write_bytes()
    # clean
    pathlib.Path(good).write_bytes()
    # hit
    pathlib.Path(bad).unlink()
    # clean
    pathlib.Path(good).unlink()
    # hit
    pathlib.Path(bad).rmdir()
    # clean
    pathlib.Path(good).rmdir()
    # hit
    pathlib.Path(bad).mkdir()
    # clean
    pathlib.Path(good).mkdir()
    # hit
    pathlib.Path(bad).rename("b")
    # clean
    pathlib.Path(good).rename("b")
    # hit
    pathlib.Path(bad).iterdir()
    # clean
    pathlib.Path(good).iterdir()
    # hit
    pathlib.Path(bad).touch()
    # clean
    pathlib.Path(good).touch()
    # hit
    pathlib.Path(bad).chmod()
    # clean
    pathlib.Path(good).chmod()
    # hit
    pathlib.Path(bad).symlink_to("b")
    # clean
    pathlib.Path(good).symlink_to("b")
    # hit
    pathlib.Path(bad).hardlink_to("b")
    # clean
    pathlib.Path(good).hardlink_to("b")
    # hit
    pathlib.Path(bad).walk()
    # clean
    pathlib.Path(good).walk()
    # hit
    pathlib.Path(bad).replace("b")
    # clean
    pathlib.Path(good).replace("b")
    # hit
    pathlib.Path(bad).copy("b")
    # clean
    pathlib.Path(good).copy("b")
    # hit
    pathlib.Path(bad).move("b")
    # clean
    pathlib.Path(good).move("b")


def of_bottle():
    bad, good = flask.request.args["x"], "x"
    # hit
    bottle.static_file("a", bad)
    # clean
    bottle.static_file("a", good)


def of_pyramid_response():
    bad, good = flask.request.args["x"], "x"
    # hit
    pyramid.response.FileResponse(bad)
    # clean
    pyramid.response.FileResponse(good)


def of_sanic_response():
    bad, good = flask.request.args["x"], "x"
    # hit
    sanic.response.file(bad)
    # clean
    sanic.response.file(good)
    # hit
    sanic.response.file_stream(bad)
    # clean
    sanic.response.file_stream(good)


def of_cherrypy_lib_static():
    bad, good = flask.request.args["x"], "x"
    # hit
    cherrypy.lib.static.serve_file(bad)
    # clean
    cherrypy.lib.static.serve_file(good)

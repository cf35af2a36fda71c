import sqlite3


def find(term):
    con = sqlite3.connect("shop.db")
    # hit: passed through the service by a view
    return con.execute("SELECT * FROM items WHERE name = '" + term + "'").fetchall()


def find_by_name(name):
    con = sqlite3.connect("shop.db")
    # hit: under another name of the package
    return con.execute("SELECT * FROM items WHERE title = '" + name + "'").fetchall()


def find_by_number(number):
    con = sqlite3.connect("shop.db")
    # clean of clients' data: every caller makes a number of it, so this is a question at most
    return con.execute("SELECT * FROM items WHERE number = " + number).fetchall()


class Files:
    def __init__(self, root):
        self.root = root

    def read(self, name):
        # hit: a method of an object made elsewhere
        return open(self.root + "/" + name).read()

    def logo(self, name):
        # clean: callers pass constants
        return open(self.root + "/" + name).read()


def rename(item):
    # clean: of the object that callers pass only the title is theirs
    with open("/srv/" + item.number) as file:
        return file.read()

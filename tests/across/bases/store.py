import sqlite3


class Base:
    table = "items"

    def __init__(self, con):
        self.con = con

    def find(self, term):
        # hit: inherited by a class of another file
        return self.con.execute("SELECT * FROM items WHERE name = '" + term + "'").fetchall()

    def count(self, term):
        # clean: those that are called with clients' data do it otherwise
        return self.con.execute("SELECT count(*) FROM items WHERE name = '" + term + "'").fetchall()

    def titled(self, term):
        # clean: nobody calls it
        return self.con.execute("SELECT * FROM items WHERE title = '" + term + "'").fetchall()

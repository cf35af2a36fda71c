import sqlite3


def run(query, values=()):
    con = sqlite3.connect("shop.db")
    # hit: put together by a service of what views pass to it
    return con.execute(query, values).fetchall()


def titled(condition):
    con = sqlite3.connect("shop.db")
    # hit: passed through two functions of the service
    return con.execute("SELECT * FROM items WHERE " + condition).fetchall()


class Rows:
    def having(self, condition):
        con = sqlite3.connect("shop.db")
        # hit: the same, by a method
        return con.execute("SELECT * FROM orders WHERE " + condition).fetchall()

    def sorted_by(self, column):
        con = sqlite3.connect("shop.db")
        # hit: by a class that inherits the method
        return con.execute("SELECT * FROM orders ORDER BY " + column).fetchall()


class Records(Rows):
    """Has the method from its base."""

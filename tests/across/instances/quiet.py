class Names:
    def trimmed(self, arg):
        return arg.strip()

    def counted(self, arg):
        return len(arg)


names = Names()

class Settings:
    pass


first = Settings()
second = Settings()

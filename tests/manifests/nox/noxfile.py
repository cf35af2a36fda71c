import nox


@nox.session
def tests(session):
    session.install("-r", "requirements.txt", "pytest==8.1.1", "coverage[toml]>=7")
    session.install(".")
    session.run("python", "-m", "pip", "install", "mock")


@nox.session
def lint(session: nox.Session) -> None:
    session.install("ruff==0.4.1", silent=False)

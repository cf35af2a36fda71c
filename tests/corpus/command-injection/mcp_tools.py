"""MCP: tools are called with what a model, or whoever prompts it, says."""

import subprocess

from mcp.server.fastmcp import Context, FastMCP

mcp = FastMCP("tools")


@mcp.tool()
def search(word: str) -> str:
    # ruleid: command-injection
    return subprocess.check_output(f"grep -r {word} notes", shell=True, text=True)


@mcp.tool()
def head(lines: int) -> str:
    # ok: command-injection
    return subprocess.check_output(f"head -n {lines} notes.txt", shell=True, text=True)


@mcp.tool()
async def listed(word: str, ctx: Context) -> str:
    # ok: command-injection
    return subprocess.check_output(["grep", "-r", word, "notes"], text=True)


@mcp.resource("notes://{name}")
def note(name: str) -> str:
    # ruleid: command-injection
    return subprocess.getoutput("cat notes/" + name)

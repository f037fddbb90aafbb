"""The server: the tools of the document over a client of ours, which signs, waits its turn and refuses.

Two things hold a write back: its tool is not there unless writes are allowed, and then the client reads only.
"""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import threecommas_openapi
from fastmcp import FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import Tool, ToolResult
from mcp_types import CallToolRequestParams, ToolAnnotations
from pydantic import PrivateAttr
from threecommas import AsyncThreeCommas, ThreeCommasError
from threecommas.version import installed_version

from threecommas_mcp.answers import LIMIT, short_answer
from threecommas_mcp.requests import ArgumentError, ToolRequest, fields_of, request_of
from threecommas_mcp.tools import ToolDescription, tool_descriptions

_JSON = {"Content-Type": "application/json"}


class OperationTool(Tool):
    """The tool of one operation."""

    _client: AsyncThreeCommas = PrivateAttr()
    _tool: ToolDescription = PrivateAttr()

    @classmethod
    def of(cls, tool: ToolDescription, client: AsyncThreeCommas) -> "OperationTool":
        """Return the tool over a client."""
        hints = ToolAnnotations(
            read_only_hint=not tool.is_write, destructive_hint=tool.is_write, open_world_hint=True
        )
        made = cls(
            name=tool.name,
            description=tool.description,
            parameters=dict(tool.parameters),
            annotations=hints,
        )
        made._client, made._tool = client, tool
        return made

    async def run(self, arguments: dict[str, Any]) -> ToolResult:
        """Send the operation; raise `ToolError`, in the words of the client, for whatever goes wrong."""
        try:
            fields = fields_of(arguments)
            content = await _sent(self._client, request_of(self._tool, arguments))
        except (ArgumentError, ThreeCommasError) as error:
            text = str(error)
            raise ToolError(text if len(text) <= LIMIT else f"{text[: LIMIT - 1]}…") from None
        return ToolResult(content=short_answer(content, fields))


class WritesRefused(Middleware):
    """Says of a tool that is not there because it writes how it could be."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    async def on_call_tool(
        self,
        context: MiddlewareContext[CallToolRequestParams],
        call_next: CallNext[CallToolRequestParams, ToolResult],
    ) -> ToolResult:
        """Refuse a write, and hand on everything else."""
        if context.message.name in self._names:
            raise ToolError(f"{context.message.name} writes. Start threecommas-mcp with --allow-writes.")
        return await call_next(context)


def build_server(
    client: AsyncThreeCommas,
    *,
    allow_writes: bool,
    about: str,
    load: Callable[[], Mapping[str, Any]] = threecommas_openapi.load,
) -> FastMCP[Any]:
    """Return a server whose tools use the client; *about* tells the assistant where it is."""
    server: FastMCP[Any] = FastMCP("3Commas", instructions=about, version=installed_version())
    tools = [tool for tool in tool_descriptions(load()) if not tool.operation.deprecated]
    for tool in tools:
        if allow_writes or not tool.is_write:
            server.add_tool(OperationTool.of(tool, client))
    if not allow_writes:
        server.add_middleware(WritesRefused(frozenset(tool.name for tool in tools if tool.is_write)))
    return server


async def _sent(client: AsyncThreeCommas, request: ToolRequest) -> bytes:
    response: httpx.Response = await client.http.request(
        request.method,
        request.path,
        params=dict(request.query) or None,
        content=request.content,
        headers=_JSON if request.content is not None else None,
    )
    return response.content

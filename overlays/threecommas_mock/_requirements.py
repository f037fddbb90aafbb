"""The packages the mock needs, imported first so that a missing one is explained."""

try:
    import cattrs
    import httptools
    import jsonschema_rs
    import orjson
    import starlette
    import uvicorn
    import websockets
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f'The mock needs {error.name}. Install it: pip install "threecommas-sdk[mock]"', name=error.name
    ) from None

__all__ = ["cattrs", "httptools", "jsonschema_rs", "orjson", "starlette", "uvicorn", "websockets"]

"""What of the API document is read another way when the service is asked by it.

The document says what a client should send and may rely on. The service understands more (tables are sent as they
stand), and answers no more than it says: here bodies are widened, so that only what is really wrong counts as wrong, and
answers are closed, so that a member which is not documented is found."""

import schemathesis

# A request that carries it waits until that change is there, up to five seconds.
WAITS = "X-Jiantu-Seq"
# More is capped, not refused, as OGC API Features wants it.
CAPPED = "limit"


@schemathesis.hook
def before_load_schema(context, raw_schema):
    components = raw_schema["components"]
    for path in raw_schema["paths"].values():
        for operation in path.values():
            told = operation.get("parameters", [])
            operation["parameters"] = [one for one in told if not one.get("$ref", "").endswith("/" + WAITS)]
            for one in operation["parameters"]:
                if one.get("name") == CAPPED:
                    one["schema"].pop("maximum", None)
    components["parameters"][CAPPED]["schema"].pop("maximum", None)
    del components["parameters"][WAITS]

    schemas = components["schemas"]
    sent, told = set(), set()
    for path in raw_schema["paths"].values():
        for operation in path.values():
            reach(operation.get("requestBody", {}), schemas, sent)
            reach(operation["responses"], schemas, told)
    for name in told - sent:
        close(schemas[name])
    for name in sent - told:
        widen_members(schemas[name])


def reach(node, schemas, found):
    """Names of the schemas that are referred to, directly or not."""
    if isinstance(node, dict):
        reference = node.get("$ref", "")
        if reference.startswith("#/components/schemas/"):
            name = reference.rsplit("/", 1)[1]
            if name not in found:
                found.add(name)
                reach(schemas[name], schemas, found)
        for value in node.values():
            reach(value, schemas, found)
    elif isinstance(node, list):
        for value in node:
            reach(value, schemas, found)


def close(node):
    if isinstance(node, dict):
        if "properties" in node and "additionalProperties" not in node:
            node["additionalProperties"] = False
        for value in node.values():
            close(value)
    elif isinstance(node, list):
        for value in node:
            close(value)


def widen_members(schema):
    for member in schema.get("properties", {}).values():
        widen(member)
        if "properties" in member:
            widen_members(member)


def widen(member):
    """Numbers, days and lists may come as texts, texts as numbers."""
    kinds = member.get("type")
    if kinds is None or "const" in member:
        return
    kinds = set(kinds if isinstance(kinds, list) else [kinds])
    if "object" in kinds:
        return
    if kinds & {"string", "number", "integer", "boolean", "array"} and "enum" not in member:
        # The empty text counts as not given.
        member["type"] = sorted(kinds | {"string", "number", "boolean", "null"})
        for limit in ("format", "pattern", "minLength", "default"):
            member.pop(limit, None)
    elif "enum" in member:
        member["enum"] = member["enum"] + ([] if None in member["enum"] else [None]) + [""]
        member["type"] = sorted(kinds | {"null"})

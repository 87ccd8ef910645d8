-- Requests for wrk: bench.lua -- WHAT CUSTOMERS TOKEN. Walks through the customers of the example
-- "crowd" in an order that looks random, and prints requests/s, the 99th percentile in
-- milliseconds, and how many answers were not 200.
local what, customers, n

local function word(seed)
    return string.format("%08x", (n * 2654435761 + seed) % 4294967296)
end

local paths = {
    details = function() return string.format("/00000000-0000-7000-8000-%012x", n) end,
    list = function() return "?sort=createdAt&direction=desc" end,
    email = function() return string.format("?email=c%d@example.com&strict=1", n) end,
    substring = function() return "?lastName=" .. word(4711):sub(3, 6) end,
}

function init(arguments)
    what, customers = arguments[1], tonumber(arguments[2])
    wrk.headers["Authorization"] = "Bearer " .. arguments[3]
    n = 0
end

function request()
    if what == "livez" then return wrk.format(nil, "/livez") end
    -- The step has no divisor in common with any round number.
    n = (n + 7368787) % customers + 1
    return wrk.format(nil, "/api/DEFAULT/customer" .. paths[what]())
end

function done(summary, latency, _)
    local errors = summary.errors
    local bad = errors.status + errors.connect + errors.read + errors.write + errors.timeout
    local rate = summary.requests * 1e6 / summary.duration
    io.write(string.format("%.0f %.2f %d\n", rate, latency:percentile(99) / 1000, bad))
end

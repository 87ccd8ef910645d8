-- Requests for wrk: bench.lua -- WHAT CUSTOMERS TOKEN RUN. Walks through the customers of the example
-- "crowd" in an order that looks random, and prints requests/s, the 99th percentile in
-- milliseconds, and how many answers were not 200.
local what, customers, n, sales, run

local function word(seed)
    return string.format("%08x", (n * 2654435761 + seed) % 4294967296)
end

local paths = {
    details = function() return string.format("/customer/00000000-0000-7000-8000-%012x", n) end,
    status = function()
        return string.format("/admin/customer/00000000-0000-7000-8000-%012x/status", n)
    end,
    list = function() return "/customer?sort=createdAt&direction=desc" end,
    email = function() return string.format("/customer?email=c%d@example.com&strict=1", n) end,
    substring = function() return "/customer?lastName=" .. word(4711):sub(3, 6) end,
}

-- A document of a number that nobody has.
local function sale()
    sales = sales + 1
    return string.format(
        '{"transaction":{"transactionData":{"documentNumber":"%s-%d","purchaseDate":"2026-11-01"},' ..
        '"customerData":{"name":"A","email":"c%d@example.com"},"items":[{"sku":{"code":"S"},' ..
        '"name":"thing","quantity":1,"grossValue":3,"category":"food"}]}}', run, sales, n)
end

function init(arguments)
    what, customers = arguments[1], tonumber(arguments[2])
    wrk.headers["Authorization"] = "Bearer " .. arguments[3]
    wrk.headers["Content-Type"] = "application/json"
    n, sales, run = 0, 0, arguments[4]
end

function request()
    if what == "livez" then return wrk.format(nil, "/livez") end
    -- The step has no divisor in common with any round number.
    n = (n + 7368787) % customers + 1
    if what == "sale" then return wrk.format("POST", "/api/DEFAULT/transaction", nil, sale()) end
    return wrk.format(nil, "/api/DEFAULT" .. paths[what]())
end

function done(summary, latency, _)
    local errors = summary.errors
    local bad = errors.status + errors.connect + errors.read + errors.write + errors.timeout
    local rate = summary.requests * 1e6 / summary.duration
    io.write(string.format("%.0f %.2f %d\n", rate, latency:percentile(99) / 1000, bad))
end

-- What wrk sends, and how it says what came of it. Arguments: the method, and the body's text or nothing.
-- `{n}` in a body becomes another number each time.

function init(args)
  wrk.method = args[1]
  local body = args[2]
  if body == nil then return end
  local count = 0
  request = function()
    count = count + 1
    return wrk.format(nil, nil, nil, (body:gsub("{n}", tostring(count))))
  end
end

function done(summary, latency)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"requests":%d,"micros":%d,"bytes":%d,"refused":%d,"broken":%d,"p50Micros":%d,"p99Micros":%d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status, broken,
    latency:percentile(50), latency:percentile(99)
  ))
end

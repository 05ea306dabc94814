-- Load on a running server with wrk: every second request searches, the others ask for partners of a company.
--   TOKEN=… wrk -t2 -c32 -d30s --latency -s benches/load.lua http://127.0.0.1:8080 -- ids.txt
-- ids.txt: ids of companies, one a line.
local words = { "减速机", "电机", "轴承", "jsj", "不锈钢压力容器", "钣金加工", "泵", "机器人", "张店 焊接", "密封件",
                "阀门", "热处理", "铸造", "风机", "变频器", "谁家用减速机" }
local ids, at = {}, 0

local function encoded(text)
  return (text:gsub(".", function(c) return string.format("%%%02X", c:byte()) end))
end

function init(args)
  for id in io.lines(args[1]) do ids[#ids + 1] = id end
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
  at = math.random(#ids)
end

function request()
  at = at + 1
  if at % 2 == 0 then
    return wrk.format("GET", "/api/v1/search?q=" .. encoded(words[math.floor(at / 2) % #words + 1]))
  end
  return wrk.format("GET", "/api/v1/companies/" .. ids[at % #ids + 1] .. "/matches?limit=10")
end

function response(status)
  if status ~= 200 then print("status " .. status) end
end

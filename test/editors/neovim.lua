-- Runs inside Neovim on the open buffer: looks at what the server says, applies the preferred fix, saves.
-- Writes what it saw as JSON to $AFD_LENS_REPORT; with $AFD_LENS_CALM it does not wait for a finding. The server was started by the user's init.lua, not from here.
local report = {}

local patience = tonumber(vim.env.AFD_LENS_PATIENCE_MS) or 20000

local function wait(what, holds)
  if not vim.wait(patience, holds, 20) then error('waited in vain for ' .. what, 0) end
end

local function request(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, patience) or {}) do
    if answer.error then error(method .. ': ' .. answer.error.message, 0) end
    return answer.result
  end
  error(method .. ' was not answered', 0)
end

local function findings()
  return vim.tbl_map(function(found)
    local start, stop = { found.lnum, found.col }, { found.end_lnum, found.end_col }
    return { code = found.code, severity = found.severity, start = start, stop = stop, message = found.message }
  end, vim.diagnostic.get(0))
end

local function floating_window()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
  end
end

local function hover_lines()
  vim.lsp.buf.hover()
  wait('the hover', floating_window)
  local window = floating_window()
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return lines
end

--- Opens the menu of code actions, notes what it offers, and chooses the preferred one.
local function choose_preferred_action()
  local offered = {}
  vim.ui.select = function(items, _, choose)
    for index, item in ipairs(items) do
      local action = item.action or item[2] -- until 0.9 a pair
      table.insert(offered, { title = action.title, preferred = action.isPreferred or false })
      if action.isPreferred then vim.schedule(function() choose(item, index) end) end
    end
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action()
  wait('the edit', function() return vim.api.nvim_buf_get_changedtick(0) ~= before end)
  return offered
end

local function look()
  local buffer = { uri = vim.uri_from_bufnr(0) }
  wait('the server', function()
    local clients = vim.lsp.get_clients or vim.lsp.buf_get_clients
    local _, client = next(vim.lsp.get_clients and clients({ bufnr = 0 }) or clients(0))
    return client and client.initialized
  end)
  repeat
    vim.wait(50)
    local lenses = request('textDocument/codeLens', { textDocument = buffer })
    report.lenses = vim.tbl_map(function(lens) return lens.command end, lenses)
  until #lenses == 0 or not lenses[1].command.title:find('reading ')
  if vim.env.AFD_LENS_CALM then
    vim.wait(300) -- for what must not come
  else
    wait('a finding', function() return #vim.diagnostic.get(0) > 0 end)
  end
  report.before = findings()
  if #report.before == 0 then return end

  local first = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  report.hover = hover_lines()
  local line = vim.fn.search('microbatches') - 1
  local position = { line = line, character = 6 } -- behind the m, i, c, r
  local list = request('textDocument/completion', { textDocument = buffer, position = position })
  report.completions = vim.tbl_map(function(item) return item.label end, list.items)
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  report.actions = choose_preferred_action()
  wait('the finding to go', function() return #vim.diagnostic.get(0) == 0 end)
  vim.cmd('silent write')
end

local ok, problem = pcall(look)
if not ok then report.problem = problem end
vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.AFD_LENS_REPORT)
vim.cmd('quitall!')

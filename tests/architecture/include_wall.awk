# Refuses includes that the architecture forbids. Input: a table of modules ("folder name dependency…", given as the
# first file) and the project's C++ files, by paths relative to its root. Each finding is one line "file:line: why";
# the exit status is 1 when there is one.

function refuse(file, line, why) {
    printf "%s:%d: %s\n", file, line, why
    findings++
}

# A module's folder; what lies in its "inside" belongs to it too.
function folder_of(file) {
    sub(/\/[^\/]*$/, "", file)
    sub(/\/inside$/, "", file)
    return file
}

# Where at::Tensor may appear.
function is_torch_place(file) {
    return file ~ /^core\/(tensor|models|sampling|encoders|lora|cluster)\// || file ~ /^core\/pipeline\/(.*\.cpp$|inside\/)/ \
        || file ~ /^(app\/train|tests)\//
}

function is_torch_header(header) {
    return header ~ /^(torch|ATen|c10|caffe2)\//
}

function is_qt_header(header) {
    return header ~ /^Q[A-Z]/ || header ~ /^Qt[A-Za-z]*(\/|$)/
}

function check_third_party(file, line, header) {
    if (is_torch_header(header)) {
        if (header ~ /^torch\/[^\/]*\.h$/ && header != "torch/version.h")
            refuse(file, line, "<" header "> takes in all of libtorch: include the piece from <ATen/…> or <c10/…>")
        if (!is_torch_place(file))
            refuse(file, line, "libtorch stays behind its wall, not in " file)
    }
    if (is_qt_header(header)) {
        if (file ~ /^core\// && file !~ /^core\/net\/qt\//)
            refuse(file, line, "the engine has never heard of Qt")
        if (header ~ /^Qt[A-Za-z]*$/)
            refuse(file, line, "<" header "> takes in a whole Qt module: include the class")
    }
}

function check_project_header(file, line, header) {
    if (header ~ /^\.\.?\// || header !~ /\//)
        refuse(file, line, "\"" header "\": project headers are named from the root, \"core/base/error.h\"")
    if (file ~ /^core\// && header ~ /^(app|widgets|tests)\//)
        refuse(file, line, "the engine does not know its clients")
    if (file ~ /^widgets\// && header ~ /^(app|tests)\//)
        refuse(file, line, "a widget does not know the program around it")
    if (header ~ /\/inside\// && folder_of(file) != folder_of(header))
        refuse(file, line, "\"" header "\" is for its own module only")
    if (file ~ /^app\// && header ~ /^tests\//)
        refuse(file, line, "a program does not use test code")
}

# Marks what `name` may include: itself, its dependencies and theirs.
function allow(name, from, parts, count, i) {
    if ((from, name) in allowed)
        return
    allowed[from, name] = 1
    count = split(depends[name], parts, " ")
    for (i = 1; i <= count; i++)
        allow(parts[i], from)
}

function check_module(file, line, header, from, to) {
    from = folder_of(file)
    to = folder_of(header)
    if ((from in module_of) && (to in module_of) && !((module_of[from], module_of[to]) in allowed))
        refuse(file, line, "module '" module_of[from] "' does not name '" module_of[to] "' in its DEPENDS")
}

# The first header with libtorch that `file` reaches through project headers, "" when none.
function torch_behind(file, parts, count, i, found) {
    if (file in torch_answer)
        return torch_answer[file]
    torch_answer[file] = ""
    if (file in has_torch)
        return torch_answer[file] = file
    count = split(project_includes[file], parts, "\n")
    for (i = 1; i <= count; i++) {
        if (parts[i] == "")
            continue
        found = torch_behind(parts[i])
        if (found != "")
            return torch_answer[file] = found
    }
    return ""
}

NR == FNR {
    module_of[$1] = $2
    name = $2
    $1 = $2 = ""
    depends[name] = $0
    next
}

FNR == 1 {
    if (!tables_ready) {
        for (folder in module_of)
            allow(module_of[folder], module_of[folder])
        tables_ready = 1
    }
    files[++file_count] = FILENAME
    if (FILENAME ~ /\.h$/ && $0 !~ /^\/\//)
        refuse(FILENAME, 1, "a header opens with a comment that says what it is for")
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    header = $0
    sub(/^[^<]*</, "", header)
    sub(/>.*/, "", header)
    check_third_party(FILENAME, FNR, header)
    if (is_torch_header(header))
        has_torch[FILENAME] = 1
    next
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    header = $0
    sub(/^[^"]*"/, "", header)
    sub(/".*/, "", header)
    if (header ~ /\.moc$/ || header ~ /^moc_/)
        next
    check_project_header(FILENAME, FNR, header)
    check_module(FILENAME, FNR, header)
    project_includes[FILENAME] = project_includes[FILENAME] "\n" header
    include_line[FILENAME, header] = FNR
    next
}

/^[ \t]*using[ \t]+namespace[ \t]/ {
    refuse(FILENAME, FNR, "'using namespace' is used nowhere")
}

END {
    for (i = 1; i <= file_count; i++) {
        file = files[i]
        if (is_torch_place(file) || file in has_torch)
            continue
        count = split(project_includes[file], parts, "\n")
        for (k = 1; k <= count; k++) {
            if (parts[k] == "")
                continue
            behind = torch_behind(parts[k])
            if (behind != "")
                refuse(file, include_line[file, parts[k]], "\"" parts[k] "\" brings in libtorch through " behind)
        }
    }
    exit findings > 0
}

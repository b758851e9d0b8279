#include "widgets/model/template_use.h"

#include <QCoreApplication>

#include <string>

namespace diptych::widgets {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("diptych::widgets", text);
}

// Texts that the former template has put there and nobody has touched since.
void dropUnchanged(RequestForm& form, const std::optional<PromptTemplate>& former) {
    if (!former)
        return;
    Conversation& conversation = form.request.conversation;
    if (conversation.system == former->body)
        conversation.system.clear();
    if (conversation.assistant == former->assistant)
        conversation.assistant.clear();
    if (form.thinkingText == former->thinking) {
        form.thinkingText.clear();
        if (form.thinkMode == ThinkMode::Text)
            form.thinkMode = ThinkMode::Off;
    }
    if (form.thinkMode == ThinkMode::Empty && former->addThinkBlock == true)
        form.thinkMode = ThinkMode::Off;
}

} // namespace

RequestForm withoutTemplate(const RequestForm& form, const std::optional<PromptTemplate>& former) {
    RequestForm next = form;
    dropUnchanged(next, former);
    next.request.templateName.clear();
    return next;
}

RequestForm withTemplate(const RequestForm& form, const PromptTemplate& value,
                         const std::optional<PromptTemplate>& former, ExplicitParts chosen) {
    RequestForm next = withoutTemplate(form, former);
    if (next.thinkRefused)
        chosen.thinkBlock = false;
    Conversation parts = toRequest(next).conversation;
    parts.raw = false; // a template is for a prompt that is formatted
    parts = applyTemplate(std::move(parts), chosen, value);
    Conversation& conversation = next.request.conversation;
    conversation.system = parts.system;
    conversation.assistant = parts.assistant;
    conversation.raw = false;
    if (!parts.thinking.empty())
        next.thinkingText = parts.thinking;
    else if (next.thinkRefused && !value.thinking.empty())
        next.thinkingText = value.thinking;
    if (next.thinkRefused)
        next.thinkMode = ThinkMode::Off;
    else if (!parts.thinking.empty())
        next.thinkMode = ThinkMode::Text;
    else
        next.thinkMode = parts.forceThinkBlock ? ThinkMode::Empty : ThinkMode::Off;
    next.request.templateName = value.name;
    return next;
}

QStringList surprisesOf(const RequestForm& form, const PromptTemplate& value,
                        const std::optional<PromptTemplate>& former) {
    const RequestForm own = withoutTemplate(form, former);
    const auto replaces = [](const std::string& mine, const std::string& theirs) {
        return !mine.empty() && !theirs.empty() && mine != theirs;
    };
    QStringList result;
    QStringList parts;
    if (replaces(own.request.conversation.system, value.body))
        parts << tr("system prompt");
    if (replaces(own.thinkingText, value.thinking))
        parts << tr("think text");
    if (replaces(own.request.conversation.assistant, value.assistant))
        parts << tr("beginning of the answer");
    if (!parts.isEmpty())
        result << tr("Replaces what you wrote as %1. Undo brings it back.")
                      .arg(parts.join(tr(" and ")));
    if (form.thinkRefused && (!value.thinking.empty() || value.addThinkBlock == true))
        result << tr("The template proposes a think block. You have switched it off, so it stays "
                     "off.");
    if (form.request.conversation.raw)
        result << tr("Raw mode is switched off, since templates are for formatted prompts.");
    return result;
}

} // namespace diptych::widgets

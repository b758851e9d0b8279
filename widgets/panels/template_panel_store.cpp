// The part of the template panel that writes: new, edited, copied, deleted, imported and exported
// templates.
#include "core/prompt/template_store.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/template_editor.h"
#include "widgets/panels/template_panel.h"

#include <QFileDialog>
#include <QMenu>
#include <QToolButton>

namespace diptych::widgets {

namespace {

constexpr int kNoticeSeconds = 12;
const QString kStoreKey = QStringLiteral("store");

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// A name that no template has: "noir_copy", "noir_copy_2", …
std::string freeName(const TemplateSnapshot& snapshot, const std::string& stem) {
    std::string name = stem;
    for (int number = 2; snapshot.find(name); ++number)
        name = stem + "_" + std::to_string(number);
    return name;
}

} // namespace

void TemplatePanel::fillMenu() {
    QMenu* const menu = menu_->menu();
    menu->clear();
    menu->setToolTipsVisible(true);
    const PromptTemplate* const value = current();
    const bool own = value && value->source.origin == TemplateOrigin::User;
    const auto add = [&](const char* name, const char* iconName, const QString& words, bool enabled,
                         const QString& why, void (TemplatePanel::*act)()) {
        QAction* const action = menu->addAction(icon(QString::fromLatin1(iconName)), words, this,
                                                [this, act] { (this->*act)(); });
        action->setObjectName(QString::fromLatin1(name));
        action->setEnabled(enabled);
        action->setToolTip(enabled ? QString() : why);
    };
    const QString builtIn = tr("It comes with the program. Duplicate it, and change the copy.");
    const QString none = tr("Choose a template first.");
    add("newTemplate", "add", tr("&New…"), true, {}, &TemplatePanel::write);
    add("editTemplate", "edit", tr("&Edit…"), own, value ? builtIn : none, &TemplatePanel::edit);
    add("duplicateTemplate", "copy", tr("&Duplicate…"), value != nullptr, none,
        &TemplatePanel::duplicate);
    add("deleteTemplate", "remove", tr("De&lete"), own, value ? builtIn : none,
        &TemplatePanel::remove);
    menu->addSeparator();
    add("importTemplate", "folder", tr("&Import…"), true, {}, &TemplatePanel::import);
    add("exportTemplate", "save", tr("E&xport…"), value != nullptr, none,
        &TemplatePanel::exportCurrent);
}

void TemplatePanel::tell(const Result<PromptTemplate>& result, const QString& done) {
    BarNotice notice;
    notice.key = kStoreKey;
    notice.kind = result ? NoticeKind::Done : NoticeKind::Error;
    notice.text = result ? done : errorLine(result.error());
    notice.hint = result ? QString() : errorText(result.error()).hint;
    notice.seconds = result ? kNoticeSeconds : 0;
    notices_->add(notice);
}

void TemplatePanel::write() {
    PromptTemplate value;
    value.name = freeName(*list_->snapshot(), "my_template");
    value.category = "general";
    openEditor(tr("New template"), value, true);
}

void TemplatePanel::edit() {
    if (const PromptTemplate* const value = current())
        openEditor(tr("Edit template"), *value, false);
}

// Nothing is written before the copy is saved.
void TemplatePanel::duplicate() {
    const PromptTemplate* const value = current();
    if (!value)
        return;
    PromptTemplate copy = *value;
    copy.name = freeName(*list_->snapshot(), value->name + "_copy");
    copy.title = tr("%1 (copy)").arg(text(displayTitle(*value))).toStdString();
    copy.source = {};
    openEditor(tr("Duplicate template"), copy, true);
}

void TemplatePanel::openEditor(const QString& title, const PromptTemplate& value, bool isNew) {
    auto* const editor = new TemplateEditor(title, value, list_->categories(), window());
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &TemplateEditor::saveRequested, this,
            [this, editor, name = value.name, isNew] { saveFrom(editor, name, isNew); });
    editor->open();
}

void TemplatePanel::saveFrom(TemplateEditor* editor, const std::string& oldName, bool isNew) {
    const PromptTemplate value = editor->value();
    const auto answer = [this, editor, oldName, isNew](const Result<PromptTemplate>& saved) {
        if (!saved) {
            editor->showProblem(errorLine(saved.error()));
            return;
        }
        editor->accept();
        if (!isNew)
            list_->rename(text(oldName), text(saved->name));
        select(text(saved->name));
        tell(saved, tr("Saved %1.").arg(text(displayTitle(*saved))));
    };
    if (isNew)
        service_->create(value, editor, answer);
    else
        service_->save(oldName, value, editor, answer);
}

void TemplatePanel::remove() {
    const QString name = currentName();
    service_->remove(name.toStdString(), this, [this](const Result<PromptTemplate>& removed) {
        if (!removed) {
            tell(removed, {});
            return;
        }
        BarNotice notice;
        notice.key = kStoreKey;
        notice.text = tr("Deleted %1.").arg(text(displayTitle(*removed)));
        notice.seconds = kNoticeSeconds;
        notice.actions = {{QStringLiteral("undoDelete"), tr("Undo"), [this, value = *removed] {
                               service_->create(value, this,
                                                [this](const Result<PromptTemplate>& again) {
                                                    tell(again, tr("It is back."));
                                                    if (again)
                                                        select(text(again->name));
                                                });
                           }}};
        notices_->add(notice);
    });
}

void TemplatePanel::import() {
    auto* const dialog = new QFileDialog(this, tr("Import templates"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(tr("Templates (*.md);;All files (*)"));
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        for (const QString& file : files)
            importFile(file, false);
    });
    dialog->open();
}

void TemplatePanel::importFile(const QString& file, bool overwrite) {
    service_->import(
        file.toStdString(), overwrite ? Overwrite::Yes : Overwrite::No, this,
        [this, file, overwrite](const Result<PromptTemplate>& imported) {
            if (imported)
                select(text(imported->name));
            if (imported || overwrite || imported.error().code != ErrorCode::InvalidInput) {
                tell(imported,
                     imported ? tr("Imported %1.").arg(text(displayTitle(*imported))) : QString());
                return;
            }
            BarNotice notice; // the name is taken
            notice.key = kStoreKey;
            notice.kind = NoticeKind::Warning;
            notice.text = errorLine(imported.error());
            notice.actions = {{QStringLiteral("replaceTemplate"), tr("Replace"),
                               [this, file] { importFile(file, true); }}};
            notices_->add(notice);
        });
}

void TemplatePanel::exportCurrent() {
    const QString name = currentName();
    auto* const dialog = new QFileDialog(this, tr("Export template"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("md"));
    dialog->setNameFilter(tr("Templates (*.md)"));
    dialog->selectFile(text(templateFileName(name.toStdString())) + QStringLiteral(".md"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, name](const QString& file) {
        // The dialog has asked about a file that is there.
        service_->exportTo(name.toStdString(), file.toStdString(), Overwrite::Yes, this,
                           [this, file](const Result<PromptTemplate>& done) {
                               tell(done, tr("Exported to %1.").arg(file));
                           });
    });
    dialog->open();
}

} // namespace diptych::widgets

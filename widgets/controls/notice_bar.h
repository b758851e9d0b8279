// What the user should know, above the picture: one line each with its severity, buttons that are
// verbs, and a way to put it away. Nothing here blocks or disappears by itself but what says so.
#pragma once

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace diptych::widgets {

enum class NoticeKind { Info, Done, Warning, Error };

struct NoticeAction {
    QString name; ///< becomes the button's object name
    QString text; ///< a verb
    std::function<void()> run;
};

struct BarNotice {
    QString key; ///< a notice of the same key takes its place; empty = always a new one
    NoticeKind kind = NoticeKind::Info;
    QString text;    ///< what happened
    QString hint;    ///< what to do now; may be empty
    QString details; ///< for "Copy details"; may be empty
    std::vector<NoticeAction> actions;
    int seconds = 0; ///< goes by itself after this; 0 = stays
};

class NoticeBar : public QWidget {
    Q_OBJECT

  public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void add(const BarNotice& notice);
    void dismiss(const QString& key);
    void clear();
    /// The texts that are shown, the newest last.
    QStringList texts() const;

  private:
    QWidget* makeRow(const BarNotice& notice);
    void remove(QWidget* row);

    QVBoxLayout* layout_;
};

} // namespace diptych::widgets

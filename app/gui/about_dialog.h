// What program this is, with which model and where its files lie.
#pragma once

#include <QDialog>

namespace diptych::gui {

struct AboutFacts {
    QString version;
    QString model;
    QString modelFolder;
    QString pictures; ///< the folder in which pictures are stored by themselves
    QString settings; ///< the window's settings file
};

class AboutDialog : public QDialog {
    Q_OBJECT

  public:
    explicit AboutDialog(const AboutFacts& facts, QWidget* parent = nullptr);
};

} // namespace diptych::gui

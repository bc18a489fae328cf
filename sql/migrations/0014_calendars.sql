-- What is on a day is asked of calendars alone.
create index document_in_calendar on document (date) where mime = 'text/calendar' and valid_to is null;

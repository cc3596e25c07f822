"""Files made of minutes: DOCX (extra ``office``) and PDF/UA (extra ``pdf``)."""

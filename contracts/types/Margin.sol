// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeBand, SettlementTerms} from "./Config.sol";
import {Leg, MandateBody} from "./Mandate.sol";

/// @notice The series of a book as margin sees them at one price and time.
/// @param spot mark price, 18 decimals
/// @param time UNIX seconds
/// @param legs series whose price is not settled
/// @param weights part of each that instants still to come decide, 18 decimals
/// @param settled payoff of series whose price is settled and which nobody has paid out yet, 18-decimal quote
struct Portfolio {
    uint256 spot;
    uint256 time;
    Leg[] legs;
    uint256[] weights;
    int256 settled;
}

/// @notice Options at model, 18-decimal quote. Greeks count only what has not rolled off: delta in base units, gamma per 1.00
/// of quote, vega per 1.00 of vol, theta per year.
struct Mark {
    int256 value;
    int256 delta;
    int256 gamma;
    int256 vega;
    int256 theta;
}

/// @notice What a book owns on one spoke as far as the hub can tell, 18 decimals.
/// @param quote reported quote, cut to what may be recognised (P15)
/// @param base reported inventory
/// @param up most base that may have been bought since the report
/// @param down most base that may have been sold since, as a negative number
/// @param priceLow lowest price since
/// @param priceHigh highest
struct Claim {
    int256 quote;
    int256 base;
    int256 up;
    int256 down;
    uint256 priceLow;
    uint256 priceHigh;
}

/// @notice What a spoke worked under since its last proven report.
/// @param body the published body
/// @param band terms of its band
/// @param settlement terms of its market
/// @param time now, UNIX seconds
/// @param buyable quote on the spoke and on its way there, 18 decimals
struct Conditions {
    MandateBody body;
    HedgeBand band;
    SettlementTerms settlement;
    uint256 time;
    int256 buyable;
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MandateTerms, SettlementTerms, Thresholds} from "../../types/Config.sol";
import {Portfolio} from "../../types/Margin.sol";
import {TargetGrid} from "./TargetGrid.sol";

/// @notice A book and everything its margin depends on, read once.
/// @param book id
/// @param market id
/// @param hedged whether claims on spokes count
/// @param quoteDecimals of the market
/// @param baseDecimals of the market
/// @param cash on the hub, 18-decimal quote
/// @param vol the market's 30-day vol at the money
/// @param portfolio its series
/// @param grid targets of a hedged book over the inner range, once assessed
struct Situation {
    uint64 book;
    uint32 market;
    bool hedged;
    uint8 quoteDecimals;
    uint8 baseDecimals;
    int256 cash;
    uint256 vol;
    Portfolio portfolio;
    Thresholds thresholds;
    MandateTerms mandate;
    SettlementTerms settlement;
    TargetGrid.Grid grid;
}

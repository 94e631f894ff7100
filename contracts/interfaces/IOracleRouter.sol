// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {OracleTerms} from "../types/Config.sol";

/// @title Price of a market: base/USD divided by quote/USD, from two sources that must agree
/// @notice Push: Chainlink AggregatorV3 feeds. Pull: a Pyth-shaped oracle. One router per chain. Prices are 18-decimal
/// quote per base. Assumes that the two sources do not fail together in the same direction.
interface IOracleRouter {
    /// @param basePush AggregatorV3 base/USD
    /// @param quotePush AggregatorV3 quote/USD
    /// @param sequencer AggregatorV3 L2 uptime feed, or zero where there is none
    /// @param pull the pull oracle
    /// @param basePullId its base/USD feed
    /// @param quotePullId its quote/USD feed
    struct Sources {
        address basePush;
        address quotePush;
        address sequencer;
        address pull;
        bytes32 basePullId;
        bytes32 quotePullId;
    }

    error UnknownMarket(uint32 market);
    /// @notice Both push feeds and the pull oracle are needed.
    error IncompleteSources(uint32 market);
    error SequencerDown(uint256 since);
    error SequencerGrace(uint256 up, uint256 grace);
    error StaleRound(address feed, uint256 age, uint256 limit);
    error IncompleteRound(address feed, uint80 round);
    error NonPositiveAnswer(address feed, int256 answer);
    error PriceOutOfRange(uint256 price, uint256 min, uint256 max);
    error SourcesDisagree(uint256 pull, uint256 push, uint256 tolerance);
    error FutureRound(address feed, uint256 updatedAt, uint256 nowTime);
    /// @notice `round` is not the last one at or before `instant`.
    error RoundNotAround(address feed, uint80 round, uint256 instant);
    error FeeUnpaid(uint256 fee, uint256 value);

    event SourcesSet(uint32 indexed market, Sources sources);
    event TermsSet(uint32 indexed market, OracleTerms terms);

    /// @notice Which feeds serve a market here (Timelock).
    function setSources(uint32 market, Sources calldata sources) external;
    /// @notice Governed windows (hub: RiskParameters; spoke: SpokeControl).
    function setTerms(uint32 market, OracleTerms calldata terms) external;

    /// @notice Updates the pull oracle with `updates` (may be empty) and returns the pull price if it is fresh, in range and
    /// within tolerance of a fresh push price. Excess value is returned to the caller.
    /// @return price 18 decimals
    /// @return time the older publish time of base and quote
    function tradePrice(uint32 market, bytes[] calldata updates)
        external
        payable
        returns (uint256 price, uint64 time);
    /// @notice The same check on what the pull oracle holds now.
    function peekTradePrice(uint32 market) external view returns (uint256 price, uint64 time);
    /// @notice Push price alone, guarded: the hub's mark.
    function markPrice(uint32 market) external view returns (uint256 price, uint64 time);
    /// @notice Push price in force at `instant`, proven by the rounds: each was updated at or before the instant and its
    /// successor (the next round id that exists) after it.
    function pushPriceAt(uint32 market, uint64 instant, uint80 baseRound, uint80 quoteRound)
        external
        view
        returns (uint256 price);
    /// @notice Pull price of the first publications within [instant, instant + window], verified by the pull oracle: nobody
    /// picks among several.
    function pullPriceAt(uint32 market, uint64 instant, uint64 window, bytes[] calldata updates)
        external
        payable
        returns (uint256 price);
    function sourcesOf(uint32 market) external view returns (Sources memory);
    function termsOf(uint32 market) external view returns (OracleTerms memory);
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {SettlementTerms} from "../types/Config.sol";
import {SeriesId} from "../types/SeriesId.sol";
import {Payoff} from "./Payoff.sol";
import {SettlementWindow} from "./SettlementWindow.sol";

/// @title Settlement of expired series
/// @dev Anyone stores, finalises and settles, in any order and at any time after: if nobody calls for a week, nothing is
/// lost, because push rounds stay provable and positions keep.
contract Settlement is ISettlement, AccessManagedUpgradeable, UUPSUpgradeable {
    using SettlementWindow for SettlementWindow.Window;
    using SettlementWindow for SettlementTerms;

    struct Init {
        address books;
        address riskParameters;
        address oracleRouter;
    }

    /// @custom:storage-location erc7201:gimbal.storage.Settlement
    struct SettlementStorage {
        IBooks books;
        IRiskParameters parameters;
        IOracleRouter oracle;
        mapping(uint32 market => mapping(uint40 expiry => SettlementWindow.Window)) windows;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.Settlement")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x2379f75cd360927059fb666b2494f0fe8fdab4467be718f598c8dc487d174f00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        SettlementStorage storage $ = _storage();
        $.books = IBooks(init.books);
        $.parameters = IRiskParameters(init.riskParameters);
        $.oracle = IOracleRouter(init.oracleRouter);
    }

    /// @dev Only the router's change of an oracle fee, on its way to the caller.
    receive() external payable {
        if (msg.sender != address(_storage().oracle)) revert NotTheOracle(msg.sender);
    }

    /// @inheritdoc ISettlement
    function storeInstant(uint32 market, uint40 expiry, uint16 index, uint80 baseRound, uint80 quoteRound)
        external
    {
        SettlementTerms memory terms = _termsOf(market, expiry);
        uint64 instant = terms.instantOf(expiry, index);
        _requirePassed(instant);
        uint256 price = _storage().oracle.pushPriceAt(market, instant, baseRound, quoteRound);
        _store(market, expiry, index, terms, price, false);
    }

    /// @inheritdoc ISettlement
    function storeInstantPull(uint32 market, uint40 expiry, uint16 index, bytes[] calldata updates)
        external
        payable
    {
        SettlementTerms memory terms = _termsOf(market, expiry);
        uint64 instant = terms.instantOf(expiry, index);
        _requirePassed(uint256(expiry) + terms.grace + 1);
        uint256 kept = address(this).balance - msg.value;
        uint256 price = _storage().oracle.pullPriceAt{value: msg.value}(
            market, instant, terms.window / terms.instants, updates
        );
        _store(market, expiry, index, terms, price, true);
        if (address(this).balance > kept) {
            Address.sendValue(payable(msg.sender), address(this).balance - kept);
        }
    }

    /// @inheritdoc ISettlement
    function finalise(uint32 market, uint40 expiry) external returns (uint256 price) {
        SettlementWindow.Window storage window = _storage().windows[market][expiry];
        SettlementTerms memory terms = _termsOf(market, expiry);
        if (window.settled) revert AlreadySettled(market, expiry);
        if (window.stored < terms.instants) {
            if (window.stored < terms.least()) revert TooFewInstants(window.stored, terms.least());
            // Whoever stores only what suits him leaves the others time to add the rest.
            _requirePassed(Math.max(_waitedOut(terms, expiry), uint256(window.storedAt) + terms.grace));
        }
        price = window.median();
        _settle(market, expiry, price, false);
    }

    /// @inheritdoc ISettlement
    function settleByVote(
        uint32 market,
        uint40 expiry,
        uint256 price,
        uint64[2] calldata at,
        uint80[2] calldata baseRounds,
        uint80[2] calldata quoteRounds
    ) external restricted {
        SettlementTerms memory terms = _termsOf(market, expiry);
        uint256 stored = _storage().windows[market][expiry].stored;
        if (stored >= terms.least()) revert EnoughInstants(stored, terms.least());
        _requirePassed(_waitedOut(terms, expiry));
        uint256 low = type(uint256).max;
        uint256 high;
        for (uint256 i; i < 2; i++) {
            if (at[i] > expiry || at[i] + 1 days < expiry) revert NotInDay(at[i], expiry);
            uint256 proven = _storage().oracle.pushPriceAt(market, at[i], baseRounds[i], quoteRounds[i]);
            if (proven < low) low = proven;
            if (proven > high) high = proven;
        }
        if (price < low || price > high) revert OutsideDayRange(price, low, high);
        _settle(market, expiry, price, true);
    }

    /// @inheritdoc ISettlement
    function settle(SeriesId series, uint64[] calldata books) external {
        int256 perLot = int256(payoffPerLot(series));
        IBooks ledger = _storage().books;
        int256 lot = int256(uint256(_storage().parameters.marketOf(series.market()).lot));
        for (uint256 i; i < books.length; i++) {
            int128 size = ledger.sizeOf(books[i], series);
            if (size == 0) continue;
            int256 payoff = int256(size) / lot * perLot;
            ledger.applySettlement(books[i], series, payoff);
            emit PositionSettled(series, books[i], size, payoff);
        }
    }

    /// @inheritdoc ISettlement
    function priceOf(uint32 market, uint40 expiry) external view returns (uint256 price, bool settled) {
        SettlementWindow.Window storage window = _storage().windows[market][expiry];
        return (window.price, window.settled);
    }

    /// @inheritdoc ISettlement
    function instantsOf(uint32 market, uint40 expiry) external view returns (uint256[] memory prices) {
        return _storage().windows[market][expiry].pricesOf(_termsOf(market, expiry).instants);
    }

    /// @inheritdoc ISettlement
    function payoffPerLot(SeriesId series) public view returns (uint256) {
        SettlementStorage storage $ = _storage();
        SettlementWindow.Window storage window = $.windows[series.market()][series.expiry()];
        if (!window.settled) revert NotSettled(series.market(), series.expiry());
        IRiskParameters.Market memory market = $.parameters.marketOf(series.market());
        return Payoff.perLot(series, window.price, market.lot, market.quoteDecimals);
    }

    function _store(
        uint32 market,
        uint40 expiry,
        uint16 index,
        SettlementTerms memory terms,
        uint256 price,
        bool second
    ) private {
        _storage().windows[market][expiry].store(terms, market, expiry, index, price);
        emit InstantRecorded(market, expiry, index, terms.instantOf(expiry, index), price, second);
    }

    function _settle(uint32 market, uint40 expiry, uint256 price, bool voted) private {
        SettlementWindow.Window storage window = _storage().windows[market][expiry];
        window.settle(market, expiry, price);
        emit PriceSettled(market, expiry, price, window.stored, voted);
    }

    function _termsOf(uint32 market, uint40 expiry) private view returns (SettlementTerms memory) {
        SettlementWindow.Window storage window = _storage().windows[market][expiry];
        return window.stored == 0 ? _storage().parameters.settlementTerms(market) : window.terms;
    }

    /// @dev Second source served since the grace; as long again for whoever has to fetch it.
    function _waitedOut(SettlementTerms memory terms, uint40 expiry) private pure returns (uint256) {
        return uint256(expiry) + 2 * uint256(terms.grace);
    }

    function _requirePassed(uint256 at) private view {
        if (block.timestamp < at) revert NotYet(at, block.timestamp);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (SettlementStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}

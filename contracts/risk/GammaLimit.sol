// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IGammaLimit} from "../interfaces/IGammaLimit.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";

/// @title How much short gamma the hedged books of a market may have together
/// @dev Every figure comes from MarginEngine, by way of Clearing after a trade and of `refresh` else: there is one way to
/// measure, so nobody can tell it a number.
contract GammaLimit is IGammaLimit, AccessManagedUpgradeable, UUPSUpgradeable {
    struct Init {
        address books;
        address marginEngine;
    }

    struct Market {
        Terms terms;
        uint256 total;
    }

    /// @custom:storage-location erc7201:gimbal.storage.GammaLimit
    struct GammaStorage {
        IBooks books;
        IMarginEngine margin;
        mapping(uint32 market => Market) markets;
        mapping(uint64 book => uint256) measured;
    }

    uint256 private constant WAD = 1e18;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.GammaLimit")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x2f8cdf9b939e0f68e0bc88ffe2ed29c7970d9fd320ab61d0bfbc366a5a92c700;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        GammaStorage storage $ = _storage();
        $.books = IBooks(init.books);
        $.margin = IMarginEngine(init.marginEngine);
    }

    /// @inheritdoc IGammaLimit
    function setTerms(uint32 market, Terms calldata terms) external restricted {
        Market storage m = _storage().markets[market];
        emit TermsSet(market, m.terms, terms);
        m.terms = terms;
    }

    /// @inheritdoc IGammaLimit
    function afterTrade(uint32 market, uint64 book, int256 gamma, uint256 spot, bool sold)
        external
        restricted
    {
        (uint256 short, uint256 total) = _keep(market, book, gamma);
        if (!sold || short == 0) return;
        uint256 limit = limitAt(market, spot);
        if (total > limit) revert GammaAboveLimit(market, total, limit);
    }

    /// @inheritdoc IGammaLimit
    function refresh(uint64 book) external returns (uint256 short) {
        GammaStorage storage $ = _storage();
        IBooks.Book memory account = $.books.bookOf(book);
        if (!account.hedged) return 0;
        (int256 gamma,) = $.margin.gammaOf(book);
        (short,) = _keep(account.market, book, gamma);
    }

    /// @inheritdoc IGammaLimit
    function termsOf(uint32 market) external view returns (Terms memory) {
        return _storage().markets[market].terms;
    }

    /// @inheritdoc IGammaLimit
    function shortGammaOf(uint64 book) external view returns (uint256) {
        return _storage().measured[book];
    }

    /// @inheritdoc IGammaLimit
    function totalOf(uint32 market) external view returns (uint256) {
        return _storage().markets[market].total;
    }

    /// @inheritdoc IGammaLimit
    function limitAt(uint32 market, uint256 spot) public view returns (uint256) {
        Terms memory terms = _storage().markets[market].terms;
        return Math.mulDiv(uint256(terms.depth) * terms.maxRatio, 100 * WAD, spot * spot);
    }

    /// @inheritdoc IGammaLimit
    function ratioAt(uint32 market, uint256 spot) external view returns (uint256) {
        Market storage m = _storage().markets[market];
        return Math.mulDiv(m.total, spot * spot, 100 * WAD * m.terms.depth, Math.Rounding.Ceil);
    }

    /// @dev A book's share saturates at 128 bits and there are 2^64 books, so the sum fits; and it is at least each part.
    function _keep(uint32 market, uint64 book, int256 gamma) private returns (uint256 short, uint256 total) {
        GammaStorage storage $ = _storage();
        if (gamma > 0) short = Math.min(uint256(gamma), type(uint128).max);
        uint256 before = $.measured[book];
        total = $.markets[market].total;
        if (short == before) return (short, total);
        total = total - before + short;
        $.measured[book] = short;
        $.markets[market].total = total;
        emit ShortGammaMeasured(market, book, short, total);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (GammaStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IAllocationBook} from "../interfaces/IAllocationBook.sol";
import {IBodyBuilder} from "../interfaces/IBodyBuilder.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IGammaLimit} from "../interfaces/IGammaLimit.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {BookVariance} from "../pricing/BookVariance.sol";
import {HedgeBands} from "../pricing/HedgeBands.sol";
import {HedgeTarget} from "../pricing/HedgeTarget.sol";
import {LadderBuilder} from "../pricing/LadderBuilder.sol";
import {TargetVol} from "../pricing/TargetVol.sol";
import {HedgeBand, SettlementTerms, SpokeTerms} from "../types/Config.sol";
import {Ladder, Leg, MandateBody} from "../types/Mandate.sol";
import {SeriesId} from "../types/SeriesId.sol";
import {LegOrder} from "./LegOrder.sol";

/// @title Builds mandate bodies
contract BodyBuilder is IBodyBuilder, AccessManagedUpgradeable, UUPSUpgradeable {
    using SafeCast for uint256;

    struct Init {
        address books;
        address riskParameters;
        address volSurface;
        address oracleRouter;
        address gammaLimit;
    }

    /// @custom:storage-location erc7201:gimbal.storage.BodyBuilder
    struct BuilderStorage {
        IBooks books;
        IRiskParameters parameters;
        IVolSurface surface;
        IOracleRouter oracle;
        IGammaLimit gammaLimit;
    }

    /// @dev What a body is built with: the band of its spoke, the settlement of its market and the price on the hub.
    struct Terms {
        HedgeBand band;
        SettlementTerms settlement;
        uint256 spot;
    }

    uint256 private constant WAD = 1e18;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.BodyBuilder")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x5ca17e7d5973aba76bfc6b44803097a530bc64715218ab75c4c74cd03f4ad200;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        BuilderStorage storage $ = _storage();
        $.books = IBooks(init.books);
        $.parameters = IRiskParameters(init.riskParameters);
        $.surface = IVolSurface(init.volSurface);
        $.oracle = IOracleRouter(init.oracleRouter);
        $.gammaLimit = IGammaLimit(init.gammaLimit);
    }

    /// @inheritdoc IBodyBuilder
    function build(
        uint64 book,
        uint64 spoke,
        IAllocationBook.Allocation calldata allocation,
        uint256 requirement,
        uint256 range
    ) external returns (MandateBody memory body, Leg[] memory legs) {
        BuilderStorage storage $ = _storage();
        body.book = book;
        body.market = $.books.bookOf(book).market;
        body.offset = allocation.offset;
        body.share = allocation.share;
        body.range = range.toUint128();
        Terms memory terms;
        terms.band = $.parameters.hedgeBand(body.market, spoke);
        body.riskAversion = Math.mulDiv(terms.band.riskAversion, WAD, Math.max(requirement, WAD)).toUint128();
        if (body.share == 0) return (body, legs);

        terms.settlement = $.parameters.settlementTerms(body.market);
        (terms.spot,) = $.oracle.markPrice(body.market);
        legs = _legs(body, terms);
        // Nothing about a limit of new risk may stop a hedge.
        try $.gammaLimit.refresh(book) returns (uint256) {} catch {}
        if (legs.length <= $.parameters.mandateTerms(body.market).listCap) body.legs = legs;
        else body.ladder = _ladder(legs, body, terms, $.parameters.spokeTerms(spoke));
    }

    /// @dev Carry is zero: no source of rates is governed yet; so spot is the forward.
    function _legs(MandateBody memory body, Terms memory terms) private view returns (Leg[] memory legs) {
        BuilderStorage storage $ = _storage();
        IBooks.Position[] memory positions = $.books.positions(body.book);
        legs = new Leg[](positions.length);
        for (uint256 i; i < legs.length; i++) {
            SeriesId series = positions[i].series;
            (uint64 vol,) = $.surface.lastVol(body.market, series.expiry(), series.strike(), terms.spot);
            legs[i] = Leg(series, positions[i].size, vol, 0);
        }
        LegOrder.sort(legs);
        TargetVol.apply_(
            legs, body.riskAversion, terms.band.costRate, terms.spot, block.timestamp, terms.settlement
        );
    }

    /// @dev The table lasts as long as a lease with its grace: after that nobody may hedge by it anyway.
    function _ladder(Leg[] memory legs, MandateBody memory body, Terms memory terms, SpokeTerms memory lease)
        private
        view
        returns (Ladder memory ladder)
    {
        uint256 horizon = uint256(lease.lease) + lease.grace;
        ladder = LadderBuilder.build(legs, terms.spot, block.timestamp, terms.settlement, horizon);
        _requireExact(ladder.errorBound, legs, body, terms);
    }

    /// @dev What the table loses must be small against the inner band, or the band would be lost in it.
    function _requireExact(uint256 errorBound, Leg[] memory legs, MandateBody memory body, Terms memory terms)
        private
        view
    {
        (, int256 slope) = HedgeTarget.ofLegs(legs, terms.spot, block.timestamp, terms.settlement);
        (, uint256 inner) = HedgeBands.band(
            terms.band,
            body.riskAversion,
            Math.mulDiv(SignedMath.abs(slope), body.share, WAD),
            terms.spot,
            body.range,
            BookVariance.ofLegs(legs, block.timestamp, terms.settlement)
        );
        uint256 limit = Math.mulDiv(inner, _storage().parameters.mandateTerms(body.market).ladderError, WAD);
        uint256 bound = Math.mulDiv(errorBound, body.share, WAD, Math.Rounding.Ceil);
        if (bound > limit) revert IMandateBook.LadderError(bound, limit);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (BuilderStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}

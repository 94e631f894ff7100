// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Guardian} from "gimbal/governance/Guardian.sol";
import {RiskSteward} from "gimbal/governance/RiskSteward.sol";
import {AllocationBook} from "gimbal/hub/AllocationBook.sol";
import {BodyBuilder} from "gimbal/hub/BodyBuilder.sol";
import {Books} from "gimbal/hub/Books.sol";
import {Clearing} from "gimbal/hub/Clearing.sol";
import {Funding} from "gimbal/hub/Funding.sol";
import {MandateBook} from "gimbal/hub/MandateBook.sol";
import {Settlement} from "gimbal/hub/Settlement.sol";
import {IGuardian} from "gimbal/interfaces/IGuardian.sol";
import {IRiskSteward} from "gimbal/interfaces/IRiskSteward.sol";
import {VolSurface} from "gimbal/pricing/VolSurface.sol";
import {GammaLimit} from "gimbal/risk/GammaLimit.sol";
import {MarginEngine} from "gimbal/risk/MarginEngine.sol";
import {MarginModel} from "gimbal/risk/MarginModel.sol";
import {ParameterRules} from "gimbal/risk/ParameterRules.sol";
import {RiskParameters} from "gimbal/risk/RiskParameters.sol";
import {Hub, Spoke} from "./Chains.sol";
import {ChainDeployment} from "./ChainDeployment.sol";
import {Terms} from "./Terms.sol";

/// @notice Deploys what the hub has beside its own spoke.
abstract contract HubDeployment is ChainDeployment {
    address private _manager;

    function deployHub(Hub storage h, Spoke storage home) internal {
        _manager = address(home.manager);
        bytes memory call = abi.encodeCall(
            ParameterRules.initialize, (_manager, ParameterRules.Init(address(home.timelock)))
        );
        h.rules = ParameterRules(_deploy("ParameterRules", call));
        RiskParameters.Init memory risk =
            RiskParameters.Init(address(home.router), address(h.rules), _at("GammaLimit"), _at("VolSurface"));
        call = abi.encodeCall(RiskParameters.initialize, (_manager, risk));
        h.parameters = RiskParameters(_deploy("RiskParameters", call));
        call = abi.encodeCall(VolSurface.initialize, (_manager));
        h.surface = VolSurface(_deploy("VolSurface", call));
        _deployActors(h);
        _deployMargin(h);
        _deployBooks(h, home);
        _deployMandates(h, home);
    }

    function _deployActors(Hub storage h) private {
        RiskSteward.Init memory steward =
            RiskSteward.Init(_at("RiskParameters"), IRiskSteward.Terms(1 days, 3 days), 6 hours);
        bytes memory call = abi.encodeCall(RiskSteward.initialize, (_manager, steward));
        h.steward = RiskSteward(_deploy("RiskSteward", call));
        Guardian.Init memory guard =
            Guardian.Init(_at("RiskParameters"), _at("RiskSteward"), IGuardian.Terms(1 days, 2 days, 4 days));
        h.guardian = Guardian(_deploy("Guardian", abi.encodeCall(Guardian.initialize, (_manager, guard))));
        h.rules.setActors(_at("RiskSteward"), _at("Guardian"));
    }

    function _deployMargin(Hub storage h) private {
        bytes memory call = abi.encodeCall(MarginModel.initialize, (_manager));
        _deploy("MarginModel", call);
        MarginEngine.Init memory init = MarginEngine.Init({
            books: _at("Books"),
            mandateBook: _at("MandateBook"),
            riskParameters: _at("RiskParameters"),
            oracleRouter: _at("OracleRouter"),
            volSurface: _at("VolSurface"),
            settlement: _at("Settlement"),
            model: _at("MarginModel")
        });
        call = abi.encodeCall(MarginEngine.initialize, (_manager, init));
        h.margin = MarginEngine(_deploy("MarginEngine", call));
        GammaLimit.Init memory gamma = GammaLimit.Init(_at("Books"), _at("MarginEngine"));
        h.gamma = GammaLimit(_deploy("GammaLimit", abi.encodeCall(GammaLimit.initialize, (_manager, gamma))));
    }

    function _deployBooks(Hub storage h, Spoke storage home) private {
        Books.Init memory books =
            Books.Init(address(home.quote), _at("MarginEngine"), _at("RiskParameters"), _at("Guardian"));
        bytes memory call = abi.encodeCall(Books.initialize, (_manager, books));
        h.books = Books(_deploy("Books", call));
        Clearing.Init memory clearing = Clearing.Init({
            books: _at("Books"),
            marginEngine: _at("MarginEngine"),
            mandateBook: _at("MandateBook"),
            riskParameters: _at("RiskParameters"),
            gammaLimit: _at("GammaLimit"),
            guardian: _at("Guardian")
        });
        call = abi.encodeCall(Clearing.initialize, (_manager, clearing));
        h.clearing = Clearing(_deploy("Clearing", call));
        Settlement.Init memory settlement =
            Settlement.Init(_at("Books"), _at("RiskParameters"), _at("OracleRouter"));
        call = abi.encodeCall(Settlement.initialize, (_manager, settlement));
        h.settlement = Settlement(payable(_deploy("Settlement", call)));
    }

    function _deployMandates(Hub storage h, Spoke storage home) private {
        AllocationBook.Init memory allocations = AllocationBook.Init({
            chain: HUB,
            books: _at("Books"),
            mandateBook: _at("MandateBook"),
            marginEngine: _at("MarginEngine"),
            riskParameters: _at("RiskParameters")
        });
        bytes memory call = abi.encodeCall(AllocationBook.initialize, (_manager, allocations));
        h.allocations = AllocationBook(_deploy("AllocationBook", call));
        BodyBuilder.Init memory builder = BodyBuilder.Init({
            books: _at("Books"),
            riskParameters: _at("RiskParameters"),
            volSurface: _at("VolSurface"),
            oracleRouter: _at("OracleRouter"),
            gammaLimit: _at("GammaLimit")
        });
        call = abi.encodeCall(BodyBuilder.initialize, (_manager, builder));
        _deploy("BodyBuilder", call);
        MandateBook.Init memory mandates = MandateBook.Init({
            allocationBook: _at("AllocationBook"),
            books: _at("Books"),
            bodyBuilder: _at("BodyBuilder"),
            funding: _at("Funding"),
            marginEngine: _at("MarginEngine"),
            quoteToken: address(home.quote),
            riskParameters: _at("RiskParameters"),
            transport: _at("HedgeTransport")
        });
        call = abi.encodeCall(MandateBook.initialize, (_manager, mandates));
        h.mandates = MandateBook(payable(_deploy("MandateBook", call)));
        Funding.Init memory funding = Funding.Init({
            chain: HUB,
            allocationBook: _at("AllocationBook"),
            books: _at("Books"),
            bridge: _at("HubBridge"),
            mandateBook: _at("MandateBook"),
            quoteToken: address(home.quote),
            riskParameters: _at("RiskParameters"),
            marginEngine: _at("MarginEngine")
        });
        call = abi.encodeCall(Funding.initialize, (_manager, funding));
        h.funding = Funding(payable(_deploy("Funding", call)));
    }

    function _at(string memory name) private view returns (address) {
        return addressOf(HUB, name);
    }

    function _deploy(string memory name, bytes memory call) private returns (address) {
        return deployProxy(HUB, name, call);
    }
}
